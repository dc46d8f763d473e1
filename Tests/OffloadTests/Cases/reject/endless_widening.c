#include "../case.h"
// A packet pointer that only moves on, with no bound that anybody could see.
SEC("xdp")
int endless_widening(struct xdp_md *ctx)
{
  PACKET(ctx);
  u32 sum = 0;
#pragma clang loop unroll(disable)
  for (u8 *at = data; at + 2 <= end; at += 2) sum += *at;
  return sum == 99 ? XDP_DROP : XDP_PASS;
}
