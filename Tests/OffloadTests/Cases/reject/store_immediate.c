#include "../case.h"
// cpu: v4
// The newest instruction set stores constants directly, which the card does to the packet only.
MAP(flows, HASH, u64, u64, 1024);
SEC("xdp")
int store_immediate(struct xdp_md *ctx)
{
  u64 key = 77;
  return bpf_map_lookup_elem(&flows, &key) ? XDP_DROP : XDP_PASS;
}
