#include "../case.h"
SEC("xdp")
int packet_beyond_split(struct xdp_md *ctx)
{
  PACKET(ctx);
  if (data + 4000 > end) return XDP_PASS;
  return data[3999] ? XDP_DROP : XDP_PASS;
}
