#include "../case.h"
SEC("xdp")
int redirect_helper(struct xdp_md *ctx) { return bpf_redirect(3, 0); }
