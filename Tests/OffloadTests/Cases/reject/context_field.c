#include "../case.h"
SEC("xdp")
int context_field(struct xdp_md *ctx) { return ctx->ingress_ifindex == 3 ? XDP_DROP : XDP_PASS; }
