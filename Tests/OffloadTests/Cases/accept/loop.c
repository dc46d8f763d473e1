#include "../case.h"
// A loop that ends.
SEC("xdp")
int loop(struct xdp_md *ctx)
{
  PACKET(ctx);
  u32 sum = 0;
  if (data + 64 > end) return XDP_PASS;
#pragma clang loop unroll(disable)
  for (u32 i = 0; i < 64; i++) sum += data[i];
  return sum == 99 ? XDP_DROP : XDP_PASS;
}
