/// The interface of a generated host half (`host.so`). Nothing here depends on DPDK.
#ifndef CORA_NF_H
#define CORA_NF_H

#include <stddef.h>
#include <stdint.h>

#include "cora_punt.h"

#define CORA_NF_ABI 2

enum cora_verdict { CORA_FORWARD = 0, CORA_DROP = 1, CORA_CONTROL_PLANE = 2 };

/// One packet of a burst. In: `data`, `length`, `headroom`, `tailroom`, `arrived`, `port`, `now`, `resume`, `path`,
/// `live`. Out: `verdict` and what it needs, and where the packet begins and ends then.
struct cora_packet {
  uint8_t *data;          /* first link-layer byte; the half may rewrite the bytes in place, and move it */
  uint32_t length;        /* bytes */
  uint16_t port;          /* in: ingress port index; out: egress port index for CORA_FORWARD */
  uint8_t verdict;        /* enum cora_verdict */
  uint8_t reserved;
  uint64_t now;           /* ns */
  const uint64_t *live;   /* the punt header's live values, for a resume */
  uint16_t resume;        /* resume point, or CORA_PUNT_RESTART */
  uint16_t reason;        /* drop reason index for CORA_DROP */
  uint32_t path;          /* in: path number so far; out: the whole path's number */
  uint32_t headroom;      /* bytes before `data` that the half may use; it keeps the number current */
  uint32_t tailroom;      /* bytes behind the packet's end that it may use, likewise */
  uint32_t arrived;       /* bytes the packet came in with; 0 where nothing changed that before the half, which fills it in */
  uint32_t reserved_too;
};
#define CORA_PACKET_HEADROOM 128 /* what a program needs at most before a packet */
#define CORA_PACKET_TAILROOM 512 /* and behind it */

/// One key of a record: offsets within the record in memory.
struct cora_member {
  const char *state;      /* the map's name in the source; also the NIC half's map */
  uint32_t key_offset, key_size;
  uint32_t value_offset, value_size; /* value_size 0: the map has no value fields */
};

/// A table of records: a primary map with its companions. Slots are 0 ..< capacity.
struct cora_group {
  const char *name;       /* the primary map's name */
  uint32_t capacity, member_count;
  const struct cora_member *members;
  uint64_t timeout;       /* ns; 0: records never expire */
  uint8_t is_split;       /* the plan lets the NIC own records of it */
  uint8_t nic_writes;     /* CORA_NIC_… what the NIC half does to values it owns */
};
#define CORA_NIC_READS 0
#define CORA_NIC_ADDS 1
#define CORA_NIC_STORES 2

struct cora_nf; /* a running instance: its states */

/// What the host half asks of the runtime, for records that the NIC owns and for what leaves beside the packets.
struct cora_runtime {
  void *context;
  /// Takes the record back: after it returns 0 the NIC half no longer finds it, its values and last-seen are
  /// current in host memory (`touch` was called), and its owner is the host.
  int (*recall)(void *context, struct cora_nf *nf, uint32_t group, uint32_t slot);
  /// Like `recall`, of a record that is removed next (expired, evicted or replaced): the NIC half no longer finds it
  /// after 0; its values need not become current. May be null: then `recall` is asked.
  int (*discard)(void *context, struct cora_nf *nf, uint32_t group, uint32_t slot);
  /// Tells that a record was made (a candidate for the NIC); may be null.
  void (*created)(void *context, struct cora_nf *nf, uint32_t group, uint32_t slot);
  /// A copy of the packet in work leaves by `port`; the bytes are valid during the call. May be null: then mirrors are
  /// counted only.
  void (*mirror)(void *context, const uint8_t *data, uint32_t length, uint32_t port);
  /// A record for the control plane, one number for each field of the stream. May be null: then it is counted only.
  void (*export)(void *context, uint32_t stream, const uint64_t *values, uint32_t count);
};

struct cora_counts { uint64_t packets, bytes; };

/// The table a host half exports as `cora_nf_entry`.
struct cora_nf_vtable {
  uint32_t abi;                       /* CORA_NF_ABI */
  const char *name;
  const char *program_digest;
  uint32_t path_count, reason_count, port_count, group_count, resume_count, state_count;
  const char *const *reasons;
  const char *const *ports;
  const struct cora_group *groups;
  /// Reasons of `reasons` behind the program's own: `reason_count` counts them too. The first is for a failed hand-over (a
  /// record that could not be recalled from the NIC, or a punt header that makes no sense), the second for packets without
  /// room for what the program inserts. 0, 1 or 2, as plan and program need them.
  uint32_t own_reason_count;
  /// Streams of exported records; mirrors that one packet makes at most; 1 when packets may change their length.
  uint32_t stream_count, most_mirrors, moves_bytes;
  /// Bytes needed for an instance; zero-filled memory of that size, 64-byte aligned, is what `init` expects.
  size_t (*size)(void);
  /// `parameters`: one u64 per program parameter, in declaration order. Returns null for memory it cannot use.
  struct cora_nf *(*init)(void *memory, const uint64_t *parameters, const struct cora_runtime *runtime);
  /// Runs each packet in order to its verdict.
  void (*process_burst)(struct cora_nf *, struct cora_packet *packets, uint32_t count);
  /// Frees at most `budget` records that are expired at `now` (those that the NIC owns are discarded there first);
  /// returns how many.
  uint32_t (*expire)(struct cora_nf *, uint64_t now, uint32_t budget);
  /// Packets and bytes finished by path number: `path_count` elements.
  const struct cora_counts *(*paths)(const struct cora_nf *);
  /// Drops by reason index.
  const uint64_t *(*drops)(const struct cora_nf *);
  /// Copies sent by `mirror`, by port index; records given by `export`, by stream index.
  const uint64_t *(*mirrored)(const struct cora_nf *);
  const uint64_t *(*exported)(const struct cora_nf *);
  /// Records in use.
  uint32_t (*occupancy)(const struct cora_nf *, uint32_t group);
  /// The record in a slot, or null when the slot is free. Keys and values are at the members' offsets.
  uint8_t *(*record)(struct cora_nf *, uint32_t group, uint32_t slot);
  /// Gives the half the control words that it shares with the NIC half (`capacity` elements, slot by slot). The half
  /// reads `last_seen` of NIC-owned records there: those that are expired are discarded and freed in their turn. Must
  /// come before the first `set_owner(…, CORA_OWNER_NIC)`.
  void (*attach_control)(struct cora_nf *, uint32_t group, struct cora_control *control);
  /// CORA_OWNER_… of a used slot; `set_owner` is for the runtime only, and does not touch the control word.
  uint32_t (*owner)(const struct cora_nf *, uint32_t group, uint32_t slot);
  void (*set_owner)(struct cora_nf *, uint32_t group, uint32_t slot, uint32_t owner);
  /// Nanoseconds, by the control word where the NIC owns the record; `touch` takes a later `now` over, such as the
  /// NIC's.
  uint64_t (*last_seen)(const struct cora_nf *, uint32_t group, uint32_t slot);
  void (*touch)(struct cora_nf *, uint32_t group, uint32_t slot, uint64_t now);
  /// Nanoseconds after its last touch that the record dies, by its owner's word; 0: never.
  uint64_t (*timeout)(const struct cora_nf *, uint32_t group, uint32_t slot);
  /// Removes a record and gives its pool elements back.
  void (*remove)(struct cora_nf *, uint32_t group, uint32_t slot);
  /// Packets the host used the record for since it was made, wrapping.
  uint32_t (*hits)(const struct cora_nf *, uint32_t group, uint32_t slot);
  /// Memory of a state by state index: arrays `size` elements of the value struct; sketches rows × columns counters of u64
  /// or u8; rings `size` u32 (UINT32_MAX: empty); queues u32 first, u32 count, then `capacity` times u64 appended (ns) and
  /// the value struct, a ring from `first` on; tallies cells of u32 hash, u32 count (0: empty cell) and the key struct. Null
  /// for other kinds. `bytes` tells its size.
  void *(*table)(struct cora_nf *, uint32_t state, size_t *bytes);
  /// Gives a table that the operator fills its rows, in place of those it had. A row is, for each field of the key, two
  /// numbers: value and mask, or (of fields matched by a range) the lowest and the highest; then one number for each field
  /// of the value. 0, or -1 for other states and for more rows than the table's capacity.
  int (*configure)(struct cora_nf *, uint32_t state, const uint64_t *rows, uint32_t count);
};

/// The symbol to look up in `host.so`.
#define CORA_NF_ENTRY "cora_nf_entry"

#endif
