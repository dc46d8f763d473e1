/// Programs by identity and the BPF file system: what a deployer needs beside `cbpf.h`. Functions return 0 or a
/// descriptor, or a negative errno.
#ifndef CORA_ATTACH_H
#define CORA_ATTACH_H

#include <stddef.h>
#include <stdint.h>

/// The name that the kernel keeps of a loaded program: 15 bytes at most, and a zero.
int cbpf_program_name(uint32_t program, char *name, size_t size);
/// A descriptor of the map of this name that a loaded program uses; -ENOENT without one.
int cbpf_program_map(uint32_t program, const char *map);

/// The id of the program that is pinned at this path; 0 when there is none.
uint32_t cbpf_pinned_program(const char *path);

/// 1 when the directory is on a BPF file system.
int cbpf_is_bpffs(const char *directory);
int cbpf_unmount(const char *directory);

#endif
