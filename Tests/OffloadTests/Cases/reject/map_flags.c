#include "../case.h"
struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 16);
  __uint(map_flags, BPF_F_NO_PREALLOC);
  __type(key, u32);
  __type(value, u64);
} flows SEC(".maps");
SEC("xdp")
int map_flags(struct xdp_md *ctx)
{
  u32 key = 1;
  u64 *value = bpf_map_lookup_elem(&flows, &key);
  return value && *value ? XDP_DROP : XDP_PASS;
}
