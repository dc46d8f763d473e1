#include "../case.h"
SEC("xdp")
int modulo(struct xdp_md *ctx)
{
  PACKET(ctx);
  if (data + 16 > end || !data[4]) return XDP_PASS;
  return *(u32 *)data % data[4] > 9 ? XDP_DROP : XDP_PASS;
}
