#include "../case.h"
// The key that a function looks up stands at two places, by its caller.
MAP(flows, HASH, u64, u64, 1024);
static __attribute__((noinline)) int known(u64 *key)
{
  u64 *value = bpf_map_lookup_elem(&flows, key);
  return value ? *value & 1 : 0;
}
SEC("xdp")
int same_key_of_two_callers(struct xdp_md *ctx)
{
  PACKET(ctx);
  if (data + 14 > end) return XDP_ABORTED;
  u64 source = data[6], target = data[0];
  return known(&source) && known(&target) ? XDP_TX : XDP_DROP;
}
