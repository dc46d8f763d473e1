#include "../case.h"
const volatile u32 limit = 7;
u64 packets;
SEC("xdp")
int global_variable(struct xdp_md *ctx)
{
  packets++;
  return limit > 3 ? XDP_DROP : XDP_PASS;
}
