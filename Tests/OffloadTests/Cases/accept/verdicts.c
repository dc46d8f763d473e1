#include "../case.h"
// Each of the four verdicts, found on paths that meet before the exit.
SEC("xdp")
int verdicts(struct xdp_md *ctx)
{
  PACKET(ctx);
  if (data + 14 > end) return XDP_ABORTED;
  switch (data[12]) {
    case 1: return XDP_DROP;
    case 2: return XDP_TX;
  }
  return XDP_PASS;
}
