#include "../case.h"
MAP(counters, HASH, u32, struct counts, 4);
SEC("xdp")
int update_what_is_added(struct xdp_md *ctx)
{
  u32 key = 0;
  struct counts *counts = bpf_map_lookup_elem(&counters, &key);
  if (counts) {
    __atomic_fetch_add(&counts->packets, 1, __ATOMIC_RELAXED);
    return XDP_PASS;
  }
  struct counts first = { .packets = 1 };
  bpf_map_update_elem(&counters, &key, &first, BPF_ANY);
  return XDP_PASS;
}
