#include "../case.h"
MAP(tickets, ARRAY, u32, u64, 4);
SEC("xdp")
int atomic_fetch(struct xdp_md *ctx)
{
  u32 key = 0;
  u64 *ticket = bpf_map_lookup_elem(&tickets, &key);
  return ticket && __sync_fetch_and_add(ticket, 1) == 3 ? XDP_DROP : XDP_PASS;
}
