#include "../case.h"
struct table { u8 bytes[32]; };
MAP(tables, ARRAY, u32, struct table, 4);
SEC("xdp")
int map_variable_offset(struct xdp_md *ctx)
{
  PACKET(ctx);
  if (data + 14 > end) return XDP_PASS;
  u32 key = 0;
  struct table *table = bpf_map_lookup_elem(&tables, &key);
  return table && table->bytes[data[0] & 31] ? XDP_DROP : XDP_PASS;
}
