#include "../case.h"
// The older way to declare a map.
struct { u32 type, key_size, value_size, max_entries, map_flags; } flows __attribute__((section("maps"), used)) = {
  BPF_MAP_TYPE_HASH, 8, 16, 1024, 0,
};
SEC("prog")
int legacy_map(struct xdp_md *ctx)
{
  u64 key = 1;
  u64 *value = bpf_map_lookup_elem(&flows, &key);
  return value && *value ? XDP_DROP : XDP_PASS;
}
