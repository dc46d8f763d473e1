#include "../case.h"
MAP(flows, HASH, u32, u64, 1024);
SEC("xdp")
int key_unaligned(struct xdp_md *ctx)
{
  u8 bytes[8] = {};
  asm volatile("" : : "r"(bytes) : "memory");
  return bpf_map_lookup_elem(&flows, bytes + 2) ? XDP_DROP : XDP_PASS;
}
