#define _GNU_SOURCE
#include <time.h>
#if defined(__x86_64__)
#include <x86intrin.h>
#endif

#include "cora_burst.h"

uint64_t cora_now(void)
{
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

uint64_t cora_cycles(void)
{
#if defined(__x86_64__)
  return __rdtsc();
#elif defined(__aarch64__)
  uint64_t value;
  __asm__ volatile("mrs %0, cntvct_el0" : "=r"(value));
  return value;
#else
  return cora_now();
#endif
}

uint64_t cora_cycles_per_second(uint32_t milliseconds)
{
  struct timespec pause = {.tv_sec = milliseconds / 1000, .tv_nsec = (milliseconds % 1000) * 1000000L};
  uint64_t time = cora_now(), cycles = cora_cycles();
  nanosleep(&pause, 0);
  uint64_t passed = cora_now() - time;
  return passed ? (uint64_t)((__uint128_t)(cora_cycles() - cycles) * 1000000000u / passed) : 0;
}
