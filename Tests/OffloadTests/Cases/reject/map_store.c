#include "../case.h"
MAP(flows, HASH, u32, struct state, 1024);
SEC("xdp")
int map_store(struct xdp_md *ctx)
{
  u32 key = 1;
  struct state *state = bpf_map_lookup_elem(&flows, &key);
  if (state) state->port = ctx->data_end - ctx->data;
  return XDP_PASS;
}
