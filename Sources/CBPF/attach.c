#include "cora_attach.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <linux/if_link.h>
#include <linux/magic.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/vfs.h>
#include <unistd.h>

static uint32_t flag_of(uint32_t mode)
{
  return mode == CORA_XDP_GENERIC ? XDP_FLAGS_SKB_MODE : mode == CORA_XDP_OFFLOADED ? XDP_FLAGS_HW_MODE : XDP_FLAGS_DRV_MODE;
}

static void name_of(uint32_t program, char *name, size_t size)
{
  struct bpf_prog_info info = {0};
  uint32_t length = sizeof info;
  int fd = bpf_prog_get_fd_by_id(program);
  if (fd < 0) return;
  if (!bpf_obj_get_info_by_fd(fd, &info, &length)) {
    strncpy(name, info.name, size - 1);
    name[size - 1] = 0;
  }
  close(fd);
}

int cora_xdp_query(uint32_t interface, struct cora_attached *attached)
{
  LIBBPF_OPTS(bpf_xdp_query_opts, query);
  memset(attached, 0, sizeof *attached);
  int error = bpf_xdp_query((int)interface, 0, &query);
  if (error) return error;
  if (query.drv_prog_id) attached->mode = CORA_XDP_NATIVE, attached->program = query.drv_prog_id;
  else if (query.skb_prog_id) attached->mode = CORA_XDP_GENERIC, attached->program = query.skb_prog_id;
  else if (query.hw_prog_id) attached->mode = CORA_XDP_OFFLOADED, attached->program = query.hw_prog_id;
  if (attached->program) name_of(attached->program, attached->name, sizeof attached->name);
  return 0;
}

int cora_xdp_attach(uint32_t interface, int program, uint32_t mode)
{
  return bpf_xdp_attach((int)interface, program, XDP_FLAGS_UPDATE_IF_NOEXIST | flag_of(mode), 0);
}

int cora_xdp_detach(uint32_t interface, uint32_t program, uint32_t mode)
{
  int fd = bpf_prog_get_fd_by_id(program);
  if (fd < 0) return fd;
  LIBBPF_OPTS(bpf_xdp_attach_opts, options, .old_prog_fd = fd);
  int error = bpf_xdp_detach((int)interface, XDP_FLAGS_REPLACE | flag_of(mode), &options);
  close(fd);
  return error;
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

int cora_program_map(uint32_t program, const char *map)
{
  uint32_t ids[64];
  struct bpf_prog_info info = {.nr_map_ids = 64, .map_ids = (uint64_t)(uintptr_t)ids};
  uint32_t length = sizeof info;
  int fd = bpf_prog_get_fd_by_id(program);
  if (fd < 0) return fd;
  int error = bpf_obj_get_info_by_fd(fd, &info, &length);
  close(fd);
  if (error) return error;
  for (uint32_t i = 0; i < info.nr_map_ids && i < 64; i++) {
    int found = map_named(ids[i], map);
    if (found != -ENOENT) return found;
  }
  return -ENOENT;
}

int cora_program_array_set(int array, uint32_t slot, int program)
{
  return bpf_map_update_elem(array, &slot, &program, BPF_ANY);
}

int cora_map_set_u32(int map, uint32_t key, uint32_t value)
{
  return bpf_map_update_elem(map, &key, &value, BPF_ANY);
}

int cora_map_pin(int map, const char *path)
{
  return bpf_obj_pin(map, path);
}

int cora_pinned(const char *path)
{
  return bpf_obj_get(path);
}

int cora_is_bpffs(const char *directory)
{
  struct statfs status;
  if (statfs(directory, &status)) return -errno;
  return status.f_type == BPF_FS_MAGIC;
}

int cora_mount_bpffs(const char *directory)
{
  return mount("bpf", directory, "bpf", 0, "mode=0700") ? -errno : 0;
}

int cora_unmount(const char *directory)
{
  return umount(directory) ? -errno : 0;
}
