#include "../case.h"
MAP(flows, HASH, u32, u64, 1024);
SEC("xdp")
int key_in_packet(struct xdp_md *ctx)
{
  PACKET(ctx);
  if (data + 14 > end) return XDP_PASS;
  return bpf_map_lookup_elem(&flows, data) ? XDP_DROP : XDP_PASS;
}
