// What the cases share: a map, a way to the packet's bytes, and little else.
#include <linux/bpf.h>
#include <linux/types.h>
#include <bpf/bpf_helpers.h>

typedef __u8 u8;
typedef __u16 u16;
typedef __u32 u32;
typedef __u64 u64;

#define MAP(name, kind, key_type, value_type, count) \
  struct { \
    __uint(type, BPF_MAP_TYPE_##kind); \
    __uint(max_entries, count); \
    __type(key, key_type); \
    __type(value, value_type); \
  } name SEC(".maps")

#define PACKET(ctx) \
  u8 *data = (u8 *)(long)(ctx)->data; \
  u8 *end = (u8 *)(long)(ctx)->data_end

struct counts { u64 packets, bytes; };
struct state { u32 port, mark; u64 seen; };
