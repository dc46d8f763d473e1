#include "../case.h"
// One word of a value is read, another one added to.
MAP(flows, HASH, u64, struct state, 65536);
SEC("xdp")
int split_words(struct xdp_md *ctx)
{
  PACKET(ctx);
  if (data + 14 > end) return XDP_ABORTED;
  u64 key = data[0];
  struct state *state = bpf_map_lookup_elem(&flows, &key);
  if (!state) return XDP_PASS;
  __atomic_fetch_add(&state->seen, 1, __ATOMIC_RELAXED);
  return state->port == 7 ? XDP_TX : XDP_DROP;
}
