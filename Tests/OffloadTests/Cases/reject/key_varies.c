#include "../case.h"
// Two keys, and one lookup of either.
MAP(flows, HASH, u64, u64, 1024);
SEC("xdp")
int key_varies(struct xdp_md *ctx)
{
  PACKET(ctx);
  if (data + 14 > end) return XDP_PASS;
  u64 keys[2] = { data[0], data[6] };
  u64 *key = &keys[0];
  if (data[12] == 8) key = &keys[1];
  return bpf_map_lookup_elem(&flows, key) ? XDP_DROP : XDP_PASS;
}
