#include "../case.h"
MAP(flags, ARRAY, u32, u64, 4);
SEC("xdp")
int atomic_or(struct xdp_md *ctx)
{
  u32 key = 0;
  u64 *flag = bpf_map_lookup_elem(&flags, &key);
  if (flag) __sync_fetch_and_or(flag, 4);
  return XDP_PASS;
}
