#include "../case.h"
// An event on the current CPU; its map stays in the kernel.
struct {
  __uint(type, BPF_MAP_TYPE_PERF_EVENT_ARRAY);
  __uint(key_size, 4);
  __uint(value_size, 4);
} events SEC(".maps");
SEC("xdp")
int event(struct xdp_md *ctx)
{
  u64 note = 42;
  bpf_perf_event_output(ctx, &events, BPF_F_CURRENT_CPU, &note, sizeof note);
  return bpf_get_prandom_u32() & 1 ? XDP_DROP : XDP_PASS;
}
