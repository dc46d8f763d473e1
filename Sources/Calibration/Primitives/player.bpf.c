// Plays a trace of 64-byte frames: writes the next one over the packet, in whose front bytes may have come or gone, and calls
// the program under test, so that each run sees a frame as it came. For measuring with BPF_PROG_TEST_RUN.
#include <linux/bpf.h>
#include <linux/types.h>
#include <bpf/bpf_helpers.h>

#define FRAMES 65536

struct frame { __u64 words[8]; };

struct {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(max_entries, FRAMES);
  __type(key, __u32);
  __type(value, struct frame);
} frames SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(max_entries, 1);
  __type(key, __u32);
  __type(value, __u64);
} played SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_PROG_ARRAY);
  __uint(max_entries, 1);
  __type(key, __u32);
  __type(value, __u32);
} target SEC(".maps");

SEC("xdp") int cora_player(struct xdp_md *ctx)
{
  long grown = (__u64)ctx->data_end - (__u64)ctx->data - sizeof(struct frame);
  if (grown && bpf_xdp_adjust_head(ctx, grown)) return XDP_ABORTED;
  __u64 *data = (__u64 *)(long)ctx->data;
  if (data + 8 > (__u64 *)(long)ctx->data_end) return XDP_ABORTED;
  __u32 zero = 0;
  __u64 *next = bpf_map_lookup_elem(&played, &zero);
  if (!next) return XDP_ABORTED;
  __u32 position = (*next)++ & (FRAMES - 1);
  struct frame *frame = bpf_map_lookup_elem(&frames, &position);
  if (!frame) return XDP_ABORTED;
  for (int i = 0; i < 8; i++) data[i] = frame->words[i];
  bpf_tail_call(ctx, &target, 0);
  return XDP_ABORTED;
}

SEC("xdp") int cora_floor(struct xdp_md *ctx) { (void)ctx; return XDP_TX; }

char _license[] SEC("license") = "Dual MIT/GPL";
