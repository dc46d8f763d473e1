/// The per-packet work of a worker, once per burst: take the punt headers off, run the host half, sort the packets by
/// what became of them. No DPDK, no allocation, no lock: a worker owns one `cora_burst`.
#ifndef CORA_BURST_H
#define CORA_BURST_H

#include <stdint.h>

#include "cora_nf.h"

#define CORA_BURST_MAX 64
#define CORA_BURST_PORTS 16

/// A packet between ports. `buffer` belongs to the family of ports it came from (an mbuf, say), which alone frees it.
struct cora_frame {
  void *buffer;
  uint8_t *data;   /* first byte of the packet, moved forward when a header is taken off */
  uint32_t length; /* bytes */
  uint16_t headroom, tailroom; /* bytes of the buffer before and behind the packet that it may grow into */
};

/// Makes a frame of the ports' family with a copy of a packet. 0, or -1 when no buffer is free or the packet is too long.
typedef int (*cora_copy)(void *family, const uint8_t *data, uint32_t length, struct cora_frame *);

/// A copy of a packet that leaves besides, and the packet of the burst that it was made of.
struct cora_mirror {
  struct cora_frame frame;
  uint16_t port;
  uint16_t packet;
};

/// What a worker counted since it began. All packets unless said otherwise.
struct cora_burst_counters {
  uint64_t restarted;     /* punted packets that ran from the entry */
  uint64_t resumed;       /* punted packets that went on at a resume point */
  uint64_t plain;         /* packets without a punt header, in a deployment without a NIC half */
  uint64_t unpunted;      /* packets without a valid punt header although there is a NIC half: not ours, ignored */
  uint64_t forwarded;
  uint64_t dropped;       /* by the program; `drops` of the host half has the reasons */
  uint64_t control_plane; /* verdict `to control plane` in the host half */
  uint64_t misdirected;   /* forwarded to a port that does not exist */
  uint64_t mirrored;      /* copies sent besides */
  uint64_t unmirrored;    /* copies for which no buffer was free, or to a port that does not exist */
  uint64_t bytes;         /* of the packets that were run */
};

struct cora_burst {
  const struct cora_nf_vtable *vtable;
  struct cora_nf *nf;
  struct cora_ledger *ledger; /* the NIC half's, or null without one */
  uint16_t port_count;
  uint16_t in_work; /* 1 from the run to `done` */
  uint32_t count; /* packets of the burst, those that were run */

  struct cora_frame frames[CORA_BURST_MAX];
  struct cora_packet packets[CORA_BURST_MAX];
  uint32_t bucket[CORA_BURST_MAX];   /* of the ledger; UINT32_MAX for a packet without one */
  uint32_t sequence[CORA_BURST_MAX];

  cora_copy copy; /* null: mirrors are counted as `unmirrored` */
  void *family;   /* its first argument */
  struct cora_mirror mirrors[CORA_BURST_MAX];
  uint32_t mirror_count;
  uint32_t current; /* packets before it are decided */

  struct cora_frame out[CORA_BURST_PORTS][CORA_BURST_MAX];
  uint32_t out_count[CORA_BURST_PORTS];
  struct cora_frame finished[CORA_BURST_MAX]; /* to be freed */
  uint32_t finished_count;

  struct cora_burst_counters counters;
};

/// Takes `count` (at most CORA_BURST_MAX) packets that came in by `port`, runs them, and leaves them in `out` by egress
/// port and in `finished`. `now` (ns, CLOCK_MONOTONIC) is the clock of packets that carry none.
void cora_burst_run(struct cora_burst *, const struct cora_frame *, uint32_t count, uint16_t port, uint64_t now);

/// Packets of a burst, at most, so that with their copies they fit into `out`.
uint32_t cora_burst_most(const struct cora_burst *);

/// While the host half runs a burst (in its `mirror` callback): sends a copy of the packet in work by `port`, before the
/// packet itself.
void cora_burst_mirror(struct cora_burst *, const uint8_t *data, uint32_t length, uint32_t port);

/// Tells the NIC half's ledger that the packets of the burst are out. Call it after transmission.
void cora_burst_done(struct cora_burst *);

/// The packets to send by `port` (below CORA_BURST_PORTS), and those to free, after `cora_burst_run`.
const struct cora_frame *cora_burst_out(const struct cora_burst *, uint16_t port);
uint32_t cora_burst_out_count(const struct cora_burst *, uint16_t port);
const struct cora_frame *cora_burst_finished(const struct cora_burst *);

/// While the host half runs a burst (in its `created` callback): the ledger bucket of the packet in work, or UINT32_MAX.
uint32_t cora_burst_current_bucket(const struct cora_burst *);

/// After `cora_burst_done`, until the next run: true when no further packet of the burst's flows is between the halves.
int cora_burst_is_quiet(const struct cora_burst *);

/// True when no packet of the bucket is between the NIC half and the host half.
int cora_ledger_is_even(const struct cora_ledger *, uint32_t bucket);
/// True when no packet at all is in between.
int cora_ledger_is_quiet(const struct cora_ledger *);
/// Writes off packets that were lost in between: buckets that are odd and have not moved since the last call, whose `punted`
/// counts `seen` (CORA_LEDGER_BUCKETS elements) keeps. Right when all ports are empty now and the last call was longer ago
/// than a packet can take. Returns how many buckets it set even.
uint32_t cora_ledger_heal(struct cora_ledger *, uint32_t *seen);

/// Nanoseconds of CLOCK_MONOTONIC, the NIC half's clock.
uint64_t cora_now(void);
/// The cycle counter, and its rate measured against CLOCK_MONOTONIC over at least `milliseconds`.
uint64_t cora_cycles(void);
uint64_t cora_cycles_per_second(uint32_t milliseconds);

/// Watches whether the calling thread loses its CPU: `cora_was_disturbed` says so of the time since `cora_watch`. Always
/// "no" where the C library does not support restartable sequences. Interrupts do not count.
void cora_watch(void);
int cora_was_disturbed(void);

/// Binds the calling thread to a CPU. 0 or a negative errno.
int cora_thread_pin(uint32_t cpu);
/// Names the calling thread (15 bytes at most), lets its sleeps end on time, and, where that is permitted, puts it before
/// ordinary programs (nice -10).
void cora_thread_prepare(const char *name);
/// Tells the CPU that the thread is polling.
void cora_pause(void);

#endif
