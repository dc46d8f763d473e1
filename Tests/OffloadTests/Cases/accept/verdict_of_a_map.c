#include "../case.h"
// A verdict that is not known here: the card's own mapping takes unknown ones as ABORTED.
MAP(verdicts, HASH, u32, u32, 1024);
SEC("xdp")
int verdict_of_a_map(struct xdp_md *ctx)
{
  PACKET(ctx);
  if (data + 14 > end) return XDP_PASS;
  u32 key = data[0];
  u32 *verdict = bpf_map_lookup_elem(&verdicts, &key);
  return verdict ? *verdict : XDP_DROP;
}
