#include "../case.h"
// One of the verdicts is REDIRECT, on one path only.
SEC("xdp")
int redirect(struct xdp_md *ctx)
{
  PACKET(ctx);
  if (data + 14 > end) return XDP_PASS;
  if (data[0] == 7) return XDP_REDIRECT;
  return XDP_DROP;
}
