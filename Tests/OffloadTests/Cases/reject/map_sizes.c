#include "../case.h"
// A key, a value and an entry that are too large, and too many entries.
struct b60 { u32 words[15]; };
struct b40 { u32 words[10]; };
MAP(keys, HASH, struct b60, u32, 1);
MAP(values, HASH, u32, struct b60, 1);
MAP(elements, HASH, struct b40, struct b40, 1);
MAP(most, HASH, u32, u32, 1000000);
MAP(more, HASH, u32, u32, 1048576);
SEC("xdp")
int map_sizes(struct xdp_md *ctx) { return XDP_PASS; }
