#include "../case.h"
struct packed { u32 first; u64 second; } __attribute__((packed));
MAP(counters, ARRAY, u32, struct packed, 4);
SEC("xdp")
int atomic_unaligned(struct xdp_md *ctx)
{
  u32 key = 0;
  struct packed *packed = bpf_map_lookup_elem(&counters, &key);
  if (packed) asm volatile("lock *(u64 *)(%0 + 4) += %1" : : "r"(packed), "r"(1ull) : "memory");
  return XDP_PASS;
}
