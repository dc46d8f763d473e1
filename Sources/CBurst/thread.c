#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cora_burst.h"

int cora_thread_pin(uint32_t cpu)
{
  cpu_set_t set;
  if (cpu >= CPU_SETSIZE) return -EINVAL;
  CPU_ZERO(&set);
  CPU_SET(cpu, &set);
  return -pthread_setaffinity_np(pthread_self(), sizeof set, &set);
}

void cora_thread_prepare(const char *name)
{
  pthread_setname_np(pthread_self(), name);
  prctl(PR_SET_TIMERSLACK, 1000, 0, 0, 0);
  setpriority(PRIO_PROCESS, (id_t)syscall(SYS_gettid), -10);
}

void cora_pause(void)
{
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}
