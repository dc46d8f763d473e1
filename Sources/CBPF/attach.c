#include "cora_attach.h"

#include <bpf/bpf.h>
#include <errno.h>
#include <linux/magic.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/vfs.h>
#include <unistd.h>

#define MOST_MAPS 64

int cbpf_program_name(uint32_t program, char *name, size_t size)
{
  struct bpf_prog_info info = {0};
  uint32_t length = sizeof info;
  int fd = bpf_prog_get_fd_by_id(program);
  if (fd < 0) return fd;
  int error = bpf_obj_get_info_by_fd(fd, &info, &length);
  close(fd);
  if (error || size == 0) return error;
  size_t count = strnlen(info.name, sizeof info.name);
  if (count > size - 1) count = size - 1;
  memcpy(name, info.name, count);
  name[count] = 0;
  return 0;
}

/// The map's descriptor if it has this name, else a negative errno.
static int map_named(uint32_t id, const char *name)
{
  struct bpf_map_info info = {0};
  uint32_t length = sizeof info;
  int fd = bpf_map_get_fd_by_id(id);
  if (fd < 0) return fd;
  int error = bpf_obj_get_info_by_fd(fd, &info, &length);
  if (!error && strncmp(info.name, name, sizeof info.name - 1) == 0) return fd;
  close(fd);
  return error ? error : -ENOENT;
}

int cbpf_program_map(uint32_t program, const char *map)
{
  uint32_t ids[MOST_MAPS];
  struct bpf_prog_info info = {.nr_map_ids = MOST_MAPS, .map_ids = (uint64_t)(uintptr_t)ids};
  uint32_t length = sizeof info;
  int fd = bpf_prog_get_fd_by_id(program);
  if (fd < 0) return fd;
  int error = bpf_obj_get_info_by_fd(fd, &info, &length);
  close(fd);
  if (error) return error;
  for (uint32_t i = 0; i < info.nr_map_ids && i < MOST_MAPS; i++) {
    int found = map_named(ids[i], map);
    if (found != -ENOENT) return found;
  }
  return -ENOENT;
}

uint32_t cbpf_pinned_program(const char *path)
{
  struct bpf_prog_info info = {0};
  uint32_t length = sizeof info;
  int fd = bpf_obj_get(path);
  if (fd < 0) return 0;
  int error = bpf_obj_get_info_by_fd(fd, &info, &length);
  close(fd);
  return error ? 0 : info.id;
}

int cbpf_is_bpffs(const char *directory)
{
  struct statfs status;
  if (statfs(directory, &status)) return -errno;
  return status.f_type == BPF_FS_MAGIC;
}

int cbpf_unmount(const char *directory)
{
  return umount(directory) ? -errno : 0;
}
