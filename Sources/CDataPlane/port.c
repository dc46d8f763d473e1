#include <errno.h>
#include <rte_bus_vdev.h>
#include <rte_errno.h>
#include <rte_ethdev.h>
#include <rte_mbuf.h>
#include <string.h>

#include "cdataplane.h"

/// How often a full transmit ring is tried again before the rest of a burst is given up.
#define TRANSMIT_TRIES 64
#define POOL_CACHE 256

struct cora_pool *cora_pool_create(const char *name, uint32_t buffers, int *error)
{
  struct rte_mempool *pool =
    rte_pktmbuf_pool_create(name, buffers, POOL_CACHE, 0, RTE_MBUF_DEFAULT_BUF_SIZE, SOCKET_ID_ANY);
  *error = pool ? 0 : rte_errno;
  return (struct cora_pool *)pool;
}

void cora_pool_free(struct cora_pool *pool)
{
  rte_mempool_free((struct rte_mempool *)pool);
}

static int set_up(uint16_t port, uint16_t queues, uint16_t descriptors, struct rte_mempool *pool)
{
  struct rte_eth_conf configuration = {0};
  uint16_t receive = descriptors, transmit = descriptors;
  int error = rte_eth_dev_configure(port, queues, queues, &configuration);
  if (!error) error = rte_eth_dev_adjust_nb_rx_tx_desc(port, &receive, &transmit);
  for (uint16_t queue = 0; !error && queue < queues; queue++) {
    error = rte_eth_rx_queue_setup(port, queue, receive, SOCKET_ID_ANY, NULL, pool);
    if (!error) error = rte_eth_tx_queue_setup(port, queue, transmit, SOCKET_ID_ANY, NULL);
  }
  if (!error) error = rte_eth_dev_start(port);
  return error;
}

int cora_port_open(const char *device, const char *arguments, uint16_t queues, uint16_t descriptors, struct cora_pool *pool)
{
  uint16_t port;
  int error = rte_vdev_init(device, arguments);
  if (error) return error < 0 ? error : -error;
  error = rte_eth_dev_get_port_by_name(device, &port);
  if (!error) error = set_up(port, queues, descriptors, (struct rte_mempool *)pool);
  if (!error) return port;
  rte_vdev_uninit(device);
  return error < 0 ? error : -error;
}

void cora_port_close(uint16_t port, const char *device)
{
  rte_eth_dev_stop(port);
  rte_eth_dev_close(port);
  rte_vdev_uninit(device);
}

uint32_t cora_port_receive(uint16_t port, uint16_t queue, struct cora_frame *frames, uint32_t most, uint64_t *oversize)
{
  struct rte_mbuf *buffers[CORA_BURST_MAX];
  uint16_t count = rte_eth_rx_burst(port, queue, buffers, most < CORA_BURST_MAX ? most : CORA_BURST_MAX);
  uint32_t kept = 0;
  for (uint16_t i = 0; i < count; i++) {
    struct rte_mbuf *buffer = buffers[i];
    if (unlikely(buffer->nb_segs > 1) && rte_pktmbuf_linearize(buffer)) {
      rte_pktmbuf_free(buffer);
      (*oversize)++;
      continue;
    }
    frames[kept].buffer = buffer;
    frames[kept].data = rte_pktmbuf_mtod(buffer, uint8_t *);
    frames[kept].length = rte_pktmbuf_data_len(buffer);
    frames[kept].headroom = rte_pktmbuf_headroom(buffer);
    frames[kept].tailroom = rte_pktmbuf_tailroom(buffer);
    rte_prefetch0(frames[kept].data);
    kept++;
  }
  return kept;
}

/// Writes back where the packet begins and ends now.
static struct rte_mbuf *buffer_of(const struct cora_frame *frame)
{
  struct rte_mbuf *buffer = frame->buffer;
  buffer->data_off = (uint16_t)(frame->data - (uint8_t *)buffer->buf_addr);
  buffer->data_len = (uint16_t)frame->length;
  buffer->pkt_len = frame->length;
  return buffer;
}

uint32_t cora_port_transmit(uint16_t port, uint16_t queue, const struct cora_frame *frames, uint32_t count)
{
  struct rte_mbuf *buffers[CORA_BURST_MAX];
  uint16_t wanted = (uint16_t)(count < CORA_BURST_MAX ? count : CORA_BURST_MAX), sent = 0;
  for (uint16_t i = 0; i < wanted; i++) buffers[i] = buffer_of(&frames[i]);
  for (int tries = 0; sent < wanted && tries < TRANSMIT_TRIES; tries++)
    sent += rte_eth_tx_burst(port, queue, buffers + sent, wanted - sent);
  if (sent < wanted) rte_pktmbuf_free_bulk(buffers + sent, wanted - sent);
  return sent;
}

int cora_frame_copy(void *pool, const uint8_t *data, uint32_t length, struct cora_frame *frame)
{
  struct rte_mbuf *buffer = rte_pktmbuf_alloc(pool);
  char *place = buffer && length <= UINT16_MAX ? rte_pktmbuf_append(buffer, (uint16_t)length) : NULL;
  if (!place) {
    rte_pktmbuf_free(buffer);
    return -1;
  }
  memcpy(place, data, length);
  *frame = (struct cora_frame){.buffer = buffer, .data = (uint8_t *)place, .length = length};
  return 0;
}

void cora_frames_free(const struct cora_frame *frames, uint32_t count)
{
  struct rte_mbuf *buffers[CORA_BURST_MAX];
  uint32_t wanted = count < CORA_BURST_MAX ? count : CORA_BURST_MAX;
  for (uint32_t i = 0; i < wanted; i++) buffers[i] = frames[i].buffer;
  rte_pktmbuf_free_bulk(buffers, wanted);
}

int cora_port_stats_read(uint16_t port, struct cora_port_stats *stats)
{
  struct rte_eth_stats read;
  int error = rte_eth_stats_get(port, &read);
  if (error) return error;
  *stats = (struct cora_port_stats){
    .rx_packets = read.ipackets, .rx_bytes = read.ibytes, .tx_packets = read.opackets, .tx_bytes = read.obytes,
    .missed = read.imissed, .errors = read.ierrors, .no_buffer = read.rx_nombuf,
  };
  return 0;
}
