#include "../case.h"
// cpu: v4
SEC("xdp")
int byte_swap(struct xdp_md *ctx)
{
  PACKET(ctx);
  if (data + 16 > end) return XDP_PASS;
  return __builtin_bswap32(*(u32 *)data) > 99 ? XDP_DROP : XDP_PASS;
}
