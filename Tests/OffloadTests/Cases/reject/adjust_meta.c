#include "../case.h"
SEC("xdp")
int adjust_meta(struct xdp_md *ctx) { return bpf_xdp_adjust_meta(ctx, -8) ? XDP_DROP : XDP_PASS; }
