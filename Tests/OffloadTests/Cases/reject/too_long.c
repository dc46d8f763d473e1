#include "../case.h"
// A thousand lines of arithmetic, unrolled.
SEC("xdp")
int too_long(struct xdp_md *ctx)
{
  PACKET(ctx);
  if (data + 16 > end) return XDP_PASS;
  u64 a = *(u64 *)data, b = *(u64 *)(data + 8);
#pragma unroll
  for (int i = 0; i < 400; i++) {
    a = (a ^ b >> 7) + 0x12345678 + i;
    b = (b ^ a << 9) - 0x2345 * i;
  }
  return a > b ? XDP_DROP : XDP_PASS;
}
