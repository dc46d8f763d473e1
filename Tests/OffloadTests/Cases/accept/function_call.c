#include "../case.h"
// A function of the program, with a pointer to the caller's stack.
MAP(flows, HASH, u64, u64, 1024);
static __attribute__((noinline)) int known(u64 *key)
{
  u64 *value = bpf_map_lookup_elem(&flows, key);
  return value ? *value & 1 : 0;
}
SEC("xdp")
int function_call(struct xdp_md *ctx)
{
  PACKET(ctx);
  if (data + 14 > end) return XDP_ABORTED;
  u64 source = data[6];
  return known(&source) ? XDP_TX : XDP_DROP;
}
