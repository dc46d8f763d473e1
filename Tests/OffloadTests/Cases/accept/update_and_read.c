#include "../case.h"
// A value is read, and written anew from the stack.
MAP(flows, HASH, u32, struct state, 65536);
SEC("xdp")
int update_and_read(struct xdp_md *ctx)
{
  PACKET(ctx);
  if (data + 14 > end) return XDP_ABORTED;
  u32 key = data[0];
  struct state *known = bpf_map_lookup_elem(&flows, &key);
  struct state state = { .port = data[1], .mark = known ? known->mark + 1 : 0, .seen = 0 };
  bpf_map_update_elem(&flows, &key, &state, BPF_ANY);
  if (data[2] == 9) bpf_map_delete_elem(&flows, &key);
  return XDP_PASS;
}
