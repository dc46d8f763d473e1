#include "../case.h"
SEC("kprobe/tcp_connect")
int not_xdp(void *ctx) { return 0; }
