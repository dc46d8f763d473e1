#include "../case.h"
// All 512 bytes.
SEC("xdp")
int full_stack(struct xdp_md *ctx)
{
  asm volatile("*(u64 *)(r10 - 512) = %0; r1 = *(u64 *)(r10 - 512)" : : "r"(1ull) : "r1");
  return XDP_PASS;
}
