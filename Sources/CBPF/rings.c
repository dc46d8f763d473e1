#include "cbpf.h"

#include <bpf/libbpf.h>
#include <errno.h>
#include <stdlib.h>

struct cbpf_ring {
  struct ring_buffer *buffer;
  void (*take)(void *context, const void *record, size_t size);
  void *context;
};

static int take_record(void *context, void *record, size_t size)
{
  struct cbpf_ring *ring = context;
  ring->take(ring->context, record, size);
  return 0;
}

cbpf_ring *cbpf_ring_open(int fd)
{
  struct cbpf_ring *ring = calloc(1, sizeof *ring);
  if (!ring) return NULL;
  ring->buffer = ring_buffer__new(fd, take_record, ring, NULL);
  if (ring->buffer) return ring;
  int error = errno;
  free(ring);
  errno = error;
  return NULL;
}

void cbpf_ring_close(cbpf_ring *ring)
{
  if (!ring) return;
  ring_buffer__free(ring->buffer);
  free(ring);
}

int cbpf_ring_drain(cbpf_ring *ring, void (*take)(void *context, const void *record, size_t size), void *context)
{
  ring->take = take;
  ring->context = context;
  return ring_buffer__consume(ring->buffer);
}
