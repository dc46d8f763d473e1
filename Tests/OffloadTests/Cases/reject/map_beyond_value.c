#include "../case.h"
MAP(flows, HASH, u64, u64, 1024);
SEC("xdp")
int map_beyond_value(struct xdp_md *ctx)
{
  u64 key = 77;
  u64 *value = bpf_map_lookup_elem(&flows, &key);
  return value && *(volatile u64 *)(value + 1) ? XDP_DROP : XDP_PASS;
}
