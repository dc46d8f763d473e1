/// DPDK behind functions that take a burst at a time. No DPDK header is seen through this one.
#ifndef CORA_CDATAPLANE_H
#define CORA_CDATAPLANE_H

#include <stddef.h>
#include <stdint.h>

#include "cora_burst.h"

/// Starts the environment abstraction layer; once per process. What it logs goes to the log ring (below). Returns 0, or
/// a negative errno.
int cora_eal_start(int count, char **arguments);
void cora_eal_stop(void);
/// Makes the calling thread known to DPDK, so that it gets a cache of its own in mempools. 0 or a negative errno.
int cora_eal_register_thread(void);
void cora_eal_unregister_thread(void);
/// The last lines that DPDK logged, oldest first, each ended by a newline: at most `size - 1` bytes and a zero.
void cora_eal_log(char *text, size_t size);
/// Forgets the lines logged so far.
void cora_eal_log_clear(void);

struct cora_pool;
/// Packet buffers for all ports. Null (with rte_errno in `*error`) when there is no memory for them.
struct cora_pool *cora_pool_create(const char *name, uint32_t buffers, int *error);
void cora_pool_free(struct cora_pool *);

struct cora_port_stats {
  uint64_t rx_packets, rx_bytes, tx_packets, tx_bytes;
  uint64_t missed;    /* lost because the receive ring was full */
  uint64_t errors;    /* received in error */
  uint64_t no_buffer; /* no packet buffer was free */
};

/// Makes a virtual device (`net_af_xdp0` with `iface=…`, say), with `queues` receive queues and one transmit queue per
/// receive queue, and starts it. Returns the port's id, or a negative errno.
int cora_port_open(const char *device, const char *arguments, uint16_t queues, uint16_t descriptors, struct cora_pool *);
/// Stops and removes the device; the interface is as it was before.
void cora_port_close(uint16_t port, const char *device);
/// Receives at most `most` packets from a queue. Packets in several segments are made one, or freed and counted in `*oversize`.
uint32_t cora_port_receive(uint16_t port, uint16_t queue, struct cora_frame *, uint32_t most, uint64_t *oversize);
/// Sends, trying again a few times while the ring is full; frees what could not be sent. Returns how many were sent.
uint32_t cora_port_transmit(uint16_t port, uint16_t queue, const struct cora_frame *, uint32_t count);
/// A frame of the pool (a `struct cora_pool *`) with a copy of a packet; a `cora_copy`.
int cora_frame_copy(void *pool, const uint8_t *data, uint32_t length, struct cora_frame *);
void cora_frames_free(const struct cora_frame *, uint32_t count);
int cora_port_stats_read(uint16_t port, struct cora_port_stats *);

#endif
