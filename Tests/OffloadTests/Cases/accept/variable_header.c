#include "../case.h"
// A header behind one of variable length.
SEC("xdp")
int variable_header(struct xdp_md *ctx)
{
  PACKET(ctx);
  if (data + 34 > end) return XDP_PASS;
  u8 *next = data + 14 + ((data[14] & 15) << 2);
  if (next + 20 > end) return XDP_PASS;
  return next[2] == 0 && next[3] == 80 ? XDP_DROP : XDP_PASS;
}
