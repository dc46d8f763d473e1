/// How a table of records lies in memory. Everything is in one flat struct that the generator declares, without pointers, so that it
/// can live in shared memory; `struct cora_shape` says where in it the parts are. Shapes are constants and the functions inline, so
/// that sizes and offsets fold.
#ifndef CORA_LAYOUT_H
#define CORA_LAYOUT_H

#include <stddef.h>
#include <stdint.h>

#include "cora_punt.h"

#define CORA_INLINE static inline __attribute__((always_inline, unused))
#define CORA_NONE UINT32_MAX         /* no slot */
#define CORA_FAILED (UINT32_MAX - 1) /* there is one, but the NIC did not give it back */

/// What stands at the start of every record; keys and values follow.
struct cora_record {
  uint64_t last_seen; /* ns */
  uint32_t order;     /* position among touches, wrapping: tells touches of one instant apart */
  uint32_t hits;      /* packets, wrapping */
  uint16_t used;
  uint16_t owner;     /* CORA_OWNER_… */
  uint32_t timeout_class; /* position in the shape's `timeouts`, or past it; 0 where there are none */
};

/// One cell of an index; `slot` is the record's slot plus one, 0 for an empty cell.
struct cora_cell {
  uint32_t hash;
  uint32_t slot;
};

/// One element of a heap: of touches, or of deadlines.
struct cora_due {
  uint64_t time; /* ns; not later than the record's */
  uint32_t order;
  uint32_t slot;
};

/// A table's counters, at the start of its struct.
struct cora_table {
  uint64_t seed;      /* of the key hash */
  uint32_t used;      /* records in use */
  uint32_t fresh;     /* slots below were used before */
  uint32_t spare;     /* elements of the stack of freed slots */
  uint32_t touches;   /* the next touch's `order` */
  uint32_t due[2];    /* elements of each heap */
  struct cora_control *control; /* shared with the NIC half; set by attach_control */
};

#define CORA_MOST_MEMBERS 8

/// One key of a record: where in the record, and where its index is in the table's struct.
struct cora_key_shape {
  uint32_t key_offset, key_size;
  uint32_t index_offset, index_mask; /* the index has a power of two of cells, twice the capacity at least */
};

/// A table's constants; offsets are from the start of the table's struct.
struct cora_shape {
  uint32_t capacity, record_size;
  uint32_t records_offset; /* capacity records */
  uint32_t spare_offset;   /* capacity uint32_t */
  uint32_t due_offset;     /* per heap, capacity + 1 struct cora_due */
  uint32_t place_offset;   /* per heap, capacity uint32_t: a slot's position in it */
  uint32_t heaps;          /* 0: no expiry and no eviction; the last one is of touches unless there are only deadlines */
  uint32_t key_count;
  uint64_t timeout;        /* ns; 0: records never expire */
  const uint64_t *timeouts; /* ns, by class; null: all have `timeout`, and the first heap is of touches */
  uint32_t timeout_count;
  uint32_t reserved;
  uint64_t least_timeout;  /* the least of all */
  struct cora_key_shape keys[CORA_MOST_MEMBERS];
};

CORA_INLINE struct cora_record *cora_record_at(const void *table, const struct cora_shape *shape, uint32_t slot) {
  return (struct cora_record *)((uint8_t *)table + shape->records_offset + (size_t)slot * shape->record_size);
}

CORA_INLINE struct cora_due *cora_due_of(const void *table, const struct cora_shape *shape, uint32_t heap) {
  return (struct cora_due *)((uint8_t *)table + shape->due_offset) + (size_t)heap * (shape->capacity + 1);
}

CORA_INLINE uint32_t *cora_words(const void *table, uint32_t offset) {
  return (uint32_t *)((uint8_t *)table + offset);
}

#endif
