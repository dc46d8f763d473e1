#include "../case.h"
struct {
  __uint(type, BPF_MAP_TYPE_PERF_EVENT_ARRAY);
  __uint(key_size, 4);
  __uint(value_size, 4);
} events SEC(".maps");
SEC("xdp")
int event_elsewhere(struct xdp_md *ctx)
{
  u64 note = 42;
  bpf_perf_event_output(ctx, &events, 0, &note, sizeof note);
  return XDP_PASS;
}
