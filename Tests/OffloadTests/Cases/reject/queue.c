#include "../case.h"
SEC("xdp")
int queue(struct xdp_md *ctx)
{
  ctx->rx_queue_index = 2;
  return XDP_PASS;
}
