#include "../case.h"
// 256 bytes here, 260 and what is saved there.
static __attribute__((noinline)) int inner(u64 *number)
{
  asm volatile("*(u64 *)(r10 - 256) = %0" : : "r"(number) : "memory");
  return *number & 1;
}
SEC("xdp")
int stack_too_large(struct xdp_md *ctx)
{
  u64 number = 3;
  asm volatile("*(u64 *)(r10 - 256) = %0" : : "r"(1ull) : "memory");
  return inner(&number) ? XDP_DROP : XDP_PASS;
}
