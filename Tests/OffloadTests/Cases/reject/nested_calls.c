#include "../case.h"
// Each function calls the next one eight times: more ways than anybody follows.
static __attribute__((noinline)) u64 level6(u64 x)
{
  u64 sum = x;
  asm volatile("%0 ^= 5" : "+r"(sum));
  return sum;
}
static __attribute__((noinline)) u64 level5(u64 x)
{
  u64 sum = x;
  sum += level6(sum + 0);
  sum += level6(sum + 1);
  sum += level6(sum + 2);
  sum += level6(sum + 3);
  sum += level6(sum + 4);
  sum += level6(sum + 5);
  sum += level6(sum + 6);
  sum += level6(sum + 7);
  return sum;
}
static __attribute__((noinline)) u64 level4(u64 x)
{
  u64 sum = x;
  sum += level5(sum + 0);
  sum += level5(sum + 1);
  sum += level5(sum + 2);
  sum += level5(sum + 3);
  sum += level5(sum + 4);
  sum += level5(sum + 5);
  sum += level5(sum + 6);
  sum += level5(sum + 7);
  return sum;
}
static __attribute__((noinline)) u64 level3(u64 x)
{
  u64 sum = x;
  sum += level4(sum + 0);
  sum += level4(sum + 1);
  sum += level4(sum + 2);
  sum += level4(sum + 3);
  sum += level4(sum + 4);
  sum += level4(sum + 5);
  sum += level4(sum + 6);
  sum += level4(sum + 7);
  return sum;
}
static __attribute__((noinline)) u64 level2(u64 x)
{
  u64 sum = x;
  sum += level3(sum + 0);
  sum += level3(sum + 1);
  sum += level3(sum + 2);
  sum += level3(sum + 3);
  sum += level3(sum + 4);
  sum += level3(sum + 5);
  sum += level3(sum + 6);
  sum += level3(sum + 7);
  return sum;
}
static __attribute__((noinline)) u64 level1(u64 x)
{
  u64 sum = x;
  sum += level2(sum + 0);
  sum += level2(sum + 1);
  sum += level2(sum + 2);
  sum += level2(sum + 3);
  sum += level2(sum + 4);
  sum += level2(sum + 5);
  sum += level2(sum + 6);
  sum += level2(sum + 7);
  return sum;
}
static __attribute__((noinline)) u64 level0(u64 x)
{
  u64 sum = x;
  sum += level1(sum + 0);
  sum += level1(sum + 1);
  sum += level1(sum + 2);
  sum += level1(sum + 3);
  sum += level1(sum + 4);
  sum += level1(sum + 5);
  sum += level1(sum + 6);
  sum += level1(sum + 7);
  return sum;
}
SEC("xdp")
int nested_calls(struct xdp_md *ctx)
{
  return level0(ctx->data_end - ctx->data) == 9 ? XDP_DROP : XDP_PASS;
}
