#include "../case.h"
// 8 bytes of key and 56 of value: the largest entry.
struct large { u32 words[14]; };
MAP(entries, HASH, u64, struct large, 2048000);
SEC("xdp")
int largest_entry(struct xdp_md *ctx)
{
  u64 key = 1;
  struct large *large = bpf_map_lookup_elem(&entries, &key);
  return large && large->words[13] ? XDP_DROP : XDP_PASS;
}
