/// eBPF objects, maps and XDP through libbpf, without its headers. Functions return 0 (or a count, or a descriptor) on
/// success and -errno on failure; `error` buffers get a text that says more, such as the verifier's log.
#ifndef CBPF_H
#define CBPF_H

#include <stddef.h>
#include <stdint.h>

/// An opened or loaded object file.
typedef struct cbpf_object cbpf_object;

/// Opens an object file, or one in memory, without loading it. Null on failure.
cbpf_object *cbpf_open_file(const char *path, char *error, size_t error_size);
cbpf_object *cbpf_open_memory(const void *bytes, size_t size, const char *name, char *error, size_t error_size);
/// Unloads what is not pinned, attached or held by a descriptor elsewhere.
void cbpf_close(cbpf_object *object);

/// Before loading: sets a read-only variable by name. -ENOENT when there is none, -EINVAL when the sizes differ.
int cbpf_set_rodata(cbpf_object *object, const char *name, const void *value, size_t size);
/// Before loading: takes a map that exists already instead of creating one.
int cbpf_reuse_map(cbpf_object *object, const char *map, int fd);

/// Creates the maps and passes the programs through the verifier.
int cbpf_load(cbpf_object *object, char *error, size_t error_size);

/// Descriptors that belong to the object.
int cbpf_program_fd(const cbpf_object *object, const char *program);
int cbpf_map_fd(const cbpf_object *object, const char *map);
/// Names of the maps in the object, those of read-only data left out; null behind the last.
const char *cbpf_map_name(const cbpf_object *object, uint32_t index);

struct cbpf_map_info {
  uint32_t id, type, key_size, value_size, max_entries, flags;
};
struct cbpf_program_info {
  uint32_t id, type, instructions, jited_bytes;
  uint64_t run_time_ns, run_count;
};
int cbpf_read_map_info(int fd, struct cbpf_map_info *info);
int cbpf_read_program_info(int fd, struct cbpf_program_info *info);
int cbpf_map_fd_by_id(uint32_t id);
int cbpf_program_fd_by_id(uint32_t id);
/// Map types that callers tell apart.
extern const uint32_t CBPF_MAP_HASH, CBPF_MAP_ARRAY, CBPF_MAP_PERCPU_ARRAY;

/// One entry. Flags: 0 any, 1 only new, 2 only existing.
int cbpf_lookup(int fd, const void *key, void *value);
int cbpf_update(int fd, const void *key, const void *value, uint64_t flags);
int cbpf_delete(int fd, const void *key);
int cbpf_lookup_and_delete(int fd, const void *key, void *value);
/// The key after `key`, or the first for null; -ENOENT behind the last.
int cbpf_next_key(int fd, const void *key, void *next);
/// Many entries in one call. `count` is in and out. `lookup_batch` goes on from `in` (null: from the start) and leaves
/// the place in `out`; -ENOENT with a count tells that those were the last.
int cbpf_lookup_batch(int fd, const void *in, void *out, void *keys, void *values, uint32_t *count);
int cbpf_update_batch(int fd, const void *keys, const void *values, uint32_t *count);
int cbpf_delete_batch(int fd, const void *keys, uint32_t *count);
/// Values of a per-CPU map stand one after the other, each rounded up to 8 bytes.
int cbpf_possible_cpus(void);

/// Maps an mmapable array into this process; null on failure with errno set.
void *cbpf_map_memory(int fd, size_t bytes);
int cbpf_unmap_memory(void *memory, size_t bytes);

/// A reader of a BPF_MAP_TYPE_RINGBUF map; null on failure with errno set. For one thread.
typedef struct cbpf_ring cbpf_ring;
cbpf_ring *cbpf_ring_open(int fd);
void cbpf_ring_close(cbpf_ring *ring);
/// Gives each record that is there to `take`, oldest first; returns how many.
int cbpf_ring_drain(cbpf_ring *ring, void (*take)(void *context, const void *record, size_t size), void *context);

int cbpf_pin(int fd, const char *path);
int cbpf_open_pinned(const char *path);
int cbpf_unpin(const char *path);
/// Mounts a bpffs at `path` unless it is one.
int cbpf_ensure_bpffs(const char *path);
int cbpf_close_fd(int fd);

/// Runs an XDP program on a frame, `repeat` times (more than once feeds the changed frame back). `output_size` is in and
/// out; `nanoseconds` is per run.
int cbpf_run(
  int program_fd, const void *frame, uint32_t size, void *output, uint32_t *output_size, uint32_t repeat,
  uint32_t *verdict, uint32_t *nanoseconds);

enum cbpf_xdp_mode { CBPF_XDP_NONE = 0, CBPF_XDP_NATIVE = 1, CBPF_XDP_GENERIC = 2, CBPF_XDP_OFFLOAD = 3 };
/// Attaches natively, or generically where the driver cannot; returns the mode. -EBUSY or -EEXIST when another program is there.
int cbpf_xdp_attach(uint32_t ifindex, int program_fd, char *error, size_t error_size);
int cbpf_xdp_detach(uint32_t ifindex, int old_fd);
/// The mode, with the program's id.
int cbpf_xdp_query(uint32_t ifindex, uint32_t *program_id);

/// Waits until every program that runs now has ended (an RCU grace period).
int cbpf_wait_for_grace(void);
/// Writes the system's text for an error number, positive or negative; returns its length.
size_t cbpf_error_text(int code, char *buffer, size_t size);
/// Raises the locked-memory limit, which kernels before 5.11 charge maps to. Failing is no error.
void cbpf_raise_memlock(void);

#endif
