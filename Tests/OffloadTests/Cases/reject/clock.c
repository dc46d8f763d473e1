#include "../case.h"
SEC("xdp")
int clock(struct xdp_md *ctx) { return bpf_ktime_get_ns() & 1 ? XDP_DROP : XDP_PASS; }
