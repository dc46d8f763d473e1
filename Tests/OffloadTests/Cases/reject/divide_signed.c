#include "../case.h"
// cpu: v4
SEC("xdp")
int divide_signed(struct xdp_md *ctx)
{
  PACKET(ctx);
  if (data + 16 > end) return XDP_PASS;
  int number = *(int *)data;
  asm volatile("%0 s/= 10" : "+r"(number));
  return number > 99 ? XDP_DROP : XDP_PASS;
}
