#include "../case.h"
MAP(counters, ARRAY, u32, u64, 4);
SEC("xdp")
int atomic_pointer(struct xdp_md *ctx)
{
  u32 key = 0;
  u64 *counter = bpf_map_lookup_elem(&counters, &key);
  if (counter) asm volatile("lock *(u64 *)(%0 + 0) += %1" : : "r"(counter), "r"(ctx) : "memory");
  return XDP_PASS;
}
