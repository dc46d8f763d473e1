#include "cbpf.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <linux/bpf.h>
#include <linux/if_link.h>
#include <linux/membarrier.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "messages.h"

int cbpf_read_program_info(int fd, struct cbpf_program_info *info)
{
  struct bpf_prog_info raw = {0};
  uint32_t size = sizeof raw;
  int result = bpf_obj_get_info_by_fd(fd, &raw, &size);
  if (result) return result;
  *info = (struct cbpf_program_info){
    .id = raw.id, .type = raw.type, .instructions = raw.xlated_prog_len / 8, .jited_bytes = raw.jited_prog_len,
    .run_time_ns = raw.run_time_ns, .run_count = raw.run_cnt,
  };
  return 0;
}

int cbpf_program_fd_by_id(uint32_t id) { return bpf_prog_get_fd_by_id(id); }

int cbpf_run(
  int program_fd, const void *frame, uint32_t size, void *output, uint32_t *output_size, uint32_t repeat,
  uint32_t *verdict, uint32_t *nanoseconds)
{
  LIBBPF_OPTS(bpf_test_run_opts, options, .data_in = frame, .data_size_in = size, .data_out = output,
    .data_size_out = *output_size, .repeat = (int)repeat);
  int result = bpf_prog_test_run_opts(program_fd, &options);
  if (result) return result;
  *output_size = options.data_size_out;
  *verdict = options.retval;
  *nanoseconds = options.duration;
  return 0;
}

/// A driver without XDP says EOPNOTSUPP; one that cannot with this configuration says something else: generic is tried
/// for each but a program that is there already.
int cbpf_xdp_attach(uint32_t ifindex, int program_fd, char *error, size_t error_size)
{
  cbpf_messages_begin(error, error_size);
  int mode = CBPF_XDP_NATIVE;
  int result = bpf_xdp_attach((int)ifindex, program_fd, XDP_FLAGS_DRV_MODE | XDP_FLAGS_UPDATE_IF_NOEXIST, NULL);
  if (result && result != -EBUSY && result != -EEXIST && result != -ENODEV && result != -EPERM) {
    mode = CBPF_XDP_GENERIC;
    result = bpf_xdp_attach((int)ifindex, program_fd, XDP_FLAGS_SKB_MODE | XDP_FLAGS_UPDATE_IF_NOEXIST, NULL);
  }
  cbpf_messages_end();
  return result ? result : mode;
}

int cbpf_xdp_query(uint32_t ifindex, uint32_t *program_id)
{
  LIBBPF_OPTS(bpf_xdp_query_opts, query);
  int result = bpf_xdp_query((int)ifindex, 0, &query);
  if (result) return result;
  *program_id = query.prog_id;
  switch (query.attach_mode) {
  case XDP_ATTACHED_DRV: return CBPF_XDP_NATIVE;
  case XDP_ATTACHED_SKB: return CBPF_XDP_GENERIC;
  case XDP_ATTACHED_HW: return CBPF_XDP_OFFLOAD;
  default: return CBPF_XDP_NONE;
  }
}

int cbpf_xdp_detach(uint32_t ifindex, int old_fd)
{
  LIBBPF_OPTS(bpf_xdp_attach_opts, options, .old_prog_fd = old_fd);
  uint32_t id = 0;
  int mode = cbpf_xdp_query(ifindex, &id);
  if (mode <= 0) return mode;
  uint32_t flags = mode == CBPF_XDP_GENERIC ? XDP_FLAGS_SKB_MODE : XDP_FLAGS_DRV_MODE;
  return bpf_xdp_detach((int)ifindex, flags, old_fd > 0 ? &options : NULL);
}

int cbpf_wait_for_grace(void)
{
  return syscall(__NR_membarrier, MEMBARRIER_CMD_GLOBAL, 0, 0) ? -errno : 0;
}
