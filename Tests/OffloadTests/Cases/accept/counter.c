#include "../case.h"
// Atomic additions to both words of a value that nobody reads here.
MAP(counters, ARRAY, u32, struct counts, 256);
SEC("xdp")
int counter(struct xdp_md *ctx)
{
  PACKET(ctx);
  if (data + 14 > end) return XDP_ABORTED;
  u32 key = data[0];
  struct counts *counts = bpf_map_lookup_elem(&counters, &key);
  if (!counts) return XDP_DROP;
  __atomic_fetch_add(&counts->packets, 1, __ATOMIC_RELAXED);
  __atomic_fetch_add(&counts->bytes, end - data, __ATOMIC_RELAXED);
  return XDP_PASS;
}
