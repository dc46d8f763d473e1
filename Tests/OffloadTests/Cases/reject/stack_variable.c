#include "../case.h"
SEC("xdp")
int stack_variable(struct xdp_md *ctx)
{
  PACKET(ctx);
  if (data + 40 > end) return XDP_PASS;
  volatile u8 bytes[16];
  for (int i = 0; i < 16; i++) bytes[i] = data[i];
  return bytes[data[20] & 15] ? XDP_DROP : XDP_PASS;
}
