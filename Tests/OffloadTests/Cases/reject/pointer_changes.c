#include "../case.h"
// The same load reaches the packet on one path and the stack on the other.
SEC("xdp")
int pointer_changes(struct xdp_md *ctx)
{
  PACKET(ctx);
  if (data + 16 > end) return XDP_PASS;
  u64 own = 5;
  asm volatile("" : : "r"(&own) : "memory");
  u64 *number = data[8] ? (u64 *)data : &own;
  asm volatile("" : "+r"(number));
  return *number ? XDP_DROP : XDP_PASS;
}
