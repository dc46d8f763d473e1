#include "../case.h"
SEC("xdp")
int csum_diff(struct xdp_md *ctx)
{
  u32 from = 1, to = 2;
  return bpf_csum_diff(&from, 4, &to, 4, 0) & 1 ? XDP_DROP : XDP_PASS;
}
