#include "../case.h"
SEC("xdp")
int multiply_wide(struct xdp_md *ctx)
{
  PACKET(ctx);
  if (data + 16 > end) return XDP_PASS;
  u64 number = *(u64 *)data;
  return number * 0x9e3779b1u > 99 ? XDP_DROP : XDP_PASS;
}
