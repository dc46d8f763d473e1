/// XDP programs on interfaces and maps by identity: what a deployer needs beside loading an object. Functions return 0 or
/// a file descriptor, or a negative errno.
#ifndef CORA_ATTACH_H
#define CORA_ATTACH_H

#include <stdint.h>

#define CORA_XDP_NONE 0
#define CORA_XDP_NATIVE 1
#define CORA_XDP_GENERIC 2
#define CORA_XDP_OFFLOADED 3

struct cora_attached {
  uint32_t program; /* id; 0: none */
  uint32_t mode;    /* CORA_XDP_… */
  char name[16];    /* the program's, as the kernel keeps it */
};

int cora_xdp_query(uint32_t interface, struct cora_attached *attached);
/// Attaches where no program stands; `mode` is CORA_XDP_NATIVE or CORA_XDP_GENERIC.
int cora_xdp_attach(uint32_t interface, int program, uint32_t mode);
/// Detaches the program if it is the one with this id.
int cora_xdp_detach(uint32_t interface, uint32_t program, uint32_t mode);

/// A descriptor of the map of this name that a loaded program uses.
int cora_program_map(uint32_t program, const char *map);
/// Puts a program into a slot of a program array.
int cora_program_array_set(int array, uint32_t slot, int program);
/// Writes a 32-bit value of a map with 32-bit keys (a device map: the interface index).
int cora_map_set_u32(int map, uint32_t key, uint32_t value);
int cora_map_pin(int map, const char *path);
/// The pinned object's descriptor.
int cora_pinned(const char *path);

/// 1 when the directory is on a BPF file system.
int cora_is_bpffs(const char *directory);
int cora_mount_bpffs(const char *directory);
int cora_unmount(const char *directory);

#endif
