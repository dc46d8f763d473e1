#include "../case.h"
SEC("xdp")
int head_too_far(struct xdp_md *ctx)
{
  if (bpf_xdp_adjust_head(ctx, -88)) return XDP_DROP;
  return bpf_xdp_adjust_head(ctx, 116) ? XDP_DROP : XDP_PASS;
}
