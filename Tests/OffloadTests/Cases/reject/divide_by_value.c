#include "../case.h"
SEC("xdp")
int divide_by_value(struct xdp_md *ctx)
{
  PACKET(ctx);
  if (data + 16 > end || !data[4]) return XDP_PASS;
  u32 number = *(u32 *)data;
  return number / data[4] > 99 ? XDP_DROP : XDP_PASS;
}
