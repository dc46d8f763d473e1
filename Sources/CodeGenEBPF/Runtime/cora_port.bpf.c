// The program on an interface: hands each packet to the NIC half in slot 0 of `cora_programs`. Replacing the NIC half is
// one write of that slot, so no packet meets an interface without a program. With an empty slot (a host-only plan, or
// the moment before the half is installed) the packet goes to the host half as it came.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct {
  __uint(type, BPF_MAP_TYPE_PROG_ARRAY);
  __uint(max_entries, 1);
  __type(key, __u32);
  __type(value, __u32);
} cora_programs SEC(".maps");

// The name is DPDK's: its net_af_xdp puts the sockets of its receive queues here.
struct {
  __uint(type, BPF_MAP_TYPE_XSKMAP);
  __uint(max_entries, 64);
  __type(key, __u32);
  __type(value, __u32);
} xsks_map SEC(".maps");

SEC("xdp")
int cora_port_entry(struct xdp_md *ctx)
{
  bpf_tail_call(ctx, &cora_programs, 0);
  return bpf_redirect_map(&xsks_map, ctx->rx_queue_index, XDP_PASS);
}

char _license[] SEC("license") = "Apache-2.0";
