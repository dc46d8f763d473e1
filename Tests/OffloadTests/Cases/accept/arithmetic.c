#include "../case.h"
// Factors of 32 bits, and a division by a constant.
SEC("xdp")
int arithmetic(struct xdp_md *ctx)
{
  PACKET(ctx);
  if (data + 16 > end) return XDP_ABORTED;
  u32 a = *(u32 *)data, b = *(u32 *)(data + 4);
  u64 product = (u64)a * b;
  u32 quotient = (a >> 3) / 1000;
  return product + quotient > 77 ? XDP_PASS : XDP_DROP;
}
