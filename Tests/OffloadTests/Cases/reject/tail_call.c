#include "../case.h"
struct {
  __uint(type, BPF_MAP_TYPE_PROG_ARRAY);
  __uint(max_entries, 2);
  __uint(key_size, 4);
  __uint(value_size, 4);
} programs SEC(".maps");
SEC("xdp")
int tail_call(struct xdp_md *ctx)
{
  bpf_tail_call(ctx, &programs, 1);
  return XDP_PASS;
}
