#include "../case.h"
int again(int depth);
__attribute__((noinline)) int again(int depth)
{
  int inner = depth > 3 ? again(depth - 1) : depth;
  return inner * 3;
}
SEC("xdp")
int recursion(struct xdp_md *ctx)
{
  return again(ctx->data_end - ctx->data) > 9 ? XDP_DROP : XDP_PASS;
}
