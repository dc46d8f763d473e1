#include "../case.h"
MAP(flows, LRU_HASH, u32, u64, 1024);
MAP(counters, PERCPU_ARRAY, u32, u64, 1);
SEC("xdp")
int map_type(struct xdp_md *ctx)
{
  u32 key = 1;
  u64 *value = bpf_map_lookup_elem(&flows, &key);
  return value && *value ? XDP_DROP : XDP_PASS;
}
