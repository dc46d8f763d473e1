#include "../case.h"
// As far as the firmware guarantees, both ways.
SEC("xdp")
int grow_head(struct xdp_md *ctx)
{
  if (bpf_xdp_adjust_head(ctx, -84)) return XDP_DROP;
  if (bpf_xdp_adjust_head(ctx, 112)) return XDP_DROP;
  return bpf_xdp_adjust_tail(ctx, -4) ? XDP_DROP : XDP_TX;
}
