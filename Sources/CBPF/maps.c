#include "cbpf.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <linux/bpf.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

const uint32_t CBPF_MAP_HASH = BPF_MAP_TYPE_HASH;
const uint32_t CBPF_MAP_ARRAY = BPF_MAP_TYPE_ARRAY;
const uint32_t CBPF_MAP_PERCPU_ARRAY = BPF_MAP_TYPE_PERCPU_ARRAY;

int cbpf_read_map_info(int fd, struct cbpf_map_info *info)
{
  struct bpf_map_info raw = {0};
  uint32_t size = sizeof raw;
  int result = bpf_obj_get_info_by_fd(fd, &raw, &size);
  if (result) return result;
  *info = (struct cbpf_map_info){
    .id = raw.id, .type = raw.type, .key_size = raw.key_size, .value_size = raw.value_size,
    .max_entries = raw.max_entries, .flags = raw.map_flags,
  };
  return 0;
}

int cbpf_map_fd_by_id(uint32_t id) { return bpf_map_get_fd_by_id(id); }
int cbpf_lookup(int fd, const void *key, void *value) { return bpf_map_lookup_elem(fd, key, value); }
int cbpf_update(int fd, const void *key, const void *value, uint64_t flags)
{
  return bpf_map_update_elem(fd, key, value, flags);
}
int cbpf_delete(int fd, const void *key) { return bpf_map_delete_elem(fd, key); }
int cbpf_lookup_and_delete(int fd, const void *key, void *value)
{
  return bpf_map_lookup_and_delete_elem(fd, key, value);
}
int cbpf_next_key(int fd, const void *key, void *next) { return bpf_map_get_next_key(fd, key, next); }

int cbpf_lookup_batch(int fd, const void *in, void *out, void *keys, void *values, uint32_t *count)
{
  return bpf_map_lookup_batch(fd, (void *)in, out, keys, values, count, NULL);
}
int cbpf_update_batch(int fd, const void *keys, const void *values, uint32_t *count)
{
  return bpf_map_update_batch(fd, keys, values, count, NULL);
}
int cbpf_delete_batch(int fd, const void *keys, uint32_t *count)
{
  return bpf_map_delete_batch(fd, keys, count, NULL);
}

int cbpf_possible_cpus(void) { return libbpf_num_possible_cpus(); }

/// The kernel maps whole pages; an array's memory is rounded up to them.
static size_t whole_pages(size_t bytes)
{
  size_t page = (size_t)sysconf(_SC_PAGESIZE);
  return (bytes + page - 1) / page * page;
}

void *cbpf_map_memory(int fd, size_t bytes)
{
  void *memory = mmap(NULL, whole_pages(bytes), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  return memory == MAP_FAILED ? NULL : memory;
}

int cbpf_unmap_memory(void *memory, size_t bytes) { return munmap(memory, whole_pages(bytes)) ? -errno : 0; }
int cbpf_close_fd(int fd) { return close(fd) ? -errno : 0; }

void cbpf_raise_memlock(void)
{
  struct rlimit limit = {RLIM_INFINITY, RLIM_INFINITY};
  (void)setrlimit(RLIMIT_MEMLOCK, &limit);
}
