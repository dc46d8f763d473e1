#include "../case.h"
SEC("xdp")
int divide_wide(struct xdp_md *ctx)
{
  PACKET(ctx);
  if (data + 16 > end) return XDP_PASS;
  u64 number = *(u64 *)data;
  asm volatile("%0 /= 1000" : "+r"(number));
  return number > 99 ? XDP_DROP : XDP_PASS;
}
