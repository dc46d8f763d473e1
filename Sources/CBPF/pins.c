#include "cbpf.h"

#include <bpf/bpf.h>
#include <errno.h>
#include <linux/magic.h>
#include <sys/mount.h>
#include <sys/vfs.h>
#include <unistd.h>

int cbpf_pin(int fd, const char *path) { return bpf_obj_pin(fd, path); }
int cbpf_open_pinned(const char *path) { return bpf_obj_get(path); }
int cbpf_unpin(const char *path) { return unlink(path) ? -errno : 0; }

int cbpf_ensure_bpffs(const char *path)
{
  struct statfs file_system;
  if (statfs(path, &file_system)) return -errno;
  if ((unsigned long)file_system.f_type == BPF_FS_MAGIC) return 0;
  return mount("bpf", path, "bpf", 0, "mode=0700") ? -errno : 0;
}
