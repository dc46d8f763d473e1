#include "../case.h"
extern int bpf_xdp_metadata_rx_hash(const struct xdp_md *ctx, u32 *hash) __attribute__((section(".ksyms")));
SEC("xdp")
int kernel_function(struct xdp_md *ctx)
{
  u32 hash = 0;
  return bpf_xdp_metadata_rx_hash(ctx, &hash) ? XDP_DROP : XDP_PASS;
}
