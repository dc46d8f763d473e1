#include "../case.h"
SEC("xdp")
int tail_grows(struct xdp_md *ctx) { return bpf_xdp_adjust_tail(ctx, 4) ? XDP_DROP : XDP_PASS; }
