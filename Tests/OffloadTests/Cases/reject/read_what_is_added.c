#include "../case.h"
MAP(counters, ARRAY, u32, struct counts, 4);
SEC("xdp")
int read_what_is_added(struct xdp_md *ctx)
{
  u32 key = 0;
  struct counts *counts = bpf_map_lookup_elem(&counters, &key);
  if (!counts) return XDP_PASS;
  __atomic_fetch_add(&counts->packets, 1, __ATOMIC_RELAXED);
  return counts->packets > 1000 ? XDP_DROP : XDP_PASS;
}
