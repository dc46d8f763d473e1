#define _GNU_SOURCE
#include <stdint.h>
#include <sys/rseq.h>

#include "cora_burst.h"

// A restartable sequence that the thread is never in: when the kernel takes the CPU away and gives it back, it finds the
// thread outside of the sequence and clears the pointer. So a pointer that still stands says that nothing happened,
// for the price of two memory accesses. The abort address is never jumped to; it only has to follow the signature.
static const uint32_t nowhere[2] __attribute__((aligned(8))) = {RSEQ_SIG, 0};

static struct rseq_cs never_inside __attribute__((aligned(32)));

static volatile uint64_t *pointer(void)
{
  if (__rseq_size == 0) return 0; /* the C library did not register the area */
  struct rseq *area = (struct rseq *)((char *)__builtin_thread_pointer() + __rseq_offset);
  return (volatile uint64_t *)&area->rseq_cs;
}

void cora_watch(void)
{
  volatile uint64_t *p = pointer();
  if (!p) return;
  if (!never_inside.abort_ip) {
    never_inside.start_ip = (uintptr_t)&nowhere[0];
    never_inside.post_commit_offset = 1;
    never_inside.abort_ip = (uintptr_t)&nowhere[1];
  }
  *p = (uintptr_t)&never_inside;
}

int cora_was_disturbed(void)
{
  volatile uint64_t *p = pointer();
  return p && *p == 0;
}
