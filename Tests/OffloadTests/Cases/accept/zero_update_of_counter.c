#include "../case.h"
// Words that are added to begin as zero.
MAP(counters, HASH, u32, struct counts, 256);
SEC("xdp")
int zero_update_of_counter(struct xdp_md *ctx)
{
  PACKET(ctx);
  if (data + 14 > end) return XDP_ABORTED;
  u32 key = data[0];
  struct counts *counts = bpf_map_lookup_elem(&counters, &key);
  if (!counts) {
    struct counts zero = {};
    bpf_map_update_elem(&counters, &key, &zero, BPF_NOEXIST);
    return XDP_PASS;
  }
  __atomic_fetch_add(&counts->packets, 1, __ATOMIC_RELAXED);
  return XDP_PASS;
}
