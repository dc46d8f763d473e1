#include "../case.h"
SEC("xdp")
int atomic_on_stack(struct xdp_md *ctx)
{
  asm volatile("*(u64 *)(r10 - 8) = %0; lock *(u64 *)(r10 - 8) += %0" : : "r"(1ull) : "memory");
  return XDP_PASS;
}
