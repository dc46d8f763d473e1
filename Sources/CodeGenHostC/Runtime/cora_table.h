/// Tables of records for a generated host half: one record per slot, found by any of its keys.
///
/// A group (a primary map and its companions) is one table: `capacity` records, and per member an open-addressing index
/// of its keys. Everything lies in one flat struct that the generator declares, without pointers, so that it can live
/// in shared memory; `struct cora_shape` says where in it the parts are. Shapes are constants and the functions inline,
/// so that sizes and offsets fold.
///
/// Order of last touch: a touch writes two words of the record and nothing else. A heap holds for each record a touch
/// that is not later than its last one; whoever needs the oldest record (expiry, eviction) corrects the front until it
/// is true. So a record costs one correction per timeout at most, and no links to neighbours are written per packet.
/// Records that the NIC owns take part in the same way, with the last-seen of their control word.
///
/// Where time-outs depend on a field, the heap is one of deadlines, which a store to the field may bring forward; who evicts
/// the oldest then has a second heap, of touches.
#ifndef CORA_TABLE_H
#define CORA_TABLE_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

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

/* ---- Keys ---- */

CORA_INLINE uint64_t cora_fold(uint64_t left, uint64_t right) {
  unsigned __int128 product = (unsigned __int128)left * right;
  return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/// Keyed by the table's seed, so that nobody outside can choose colliding keys. Sizes are multiples of 4.
CORA_INLINE uint32_t cora_key_hash(const void *table, const void *key, uint32_t size) {
  uint64_t hash = ((const struct cora_table *)table)->seed;
  uint32_t at = 0;
  for (; at + 8 <= size; at += 8) {
    uint64_t word;
    memcpy(&word, (const uint8_t *)key + at, 8);
    hash = cora_fold(hash ^ word, 0x9E3779B97F4A7C15u);
  }
  if (at + 4 <= size) {
    uint32_t word;
    memcpy(&word, (const uint8_t *)key + at, 4);
    hash = cora_fold(hash ^ word, 0xD1B54A32D192ED03u);
  }
  return (uint32_t)(hash ^ hash >> 32);
}

CORA_INLINE struct cora_cell *cora_index(const void *table, const struct cora_key_shape *key) {
  return (struct cora_cell *)((uint8_t *)table + key->index_offset);
}

/// Starts fetching the cell that a key with this hash is looked for in first.
CORA_INLINE void cora_prefetch_cell(const void *table, const struct cora_shape *shape, uint32_t member, uint32_t hash) {
  const struct cora_key_shape *key = &shape->keys[member];
  __builtin_prefetch(&cora_index(table, key)[hash & key->index_mask]);
}

/// Starts fetching the record that the first cell for this hash names; the cell should have been prefetched.
CORA_INLINE void cora_prefetch_record(
    const void *table, const struct cora_shape *shape, uint32_t member, uint32_t hash) {
  const struct cora_key_shape *key = &shape->keys[member];
  uint32_t slot = cora_index(table, key)[hash & key->index_mask].slot;
  const uint8_t *record = (const uint8_t *)cora_record_at(table, shape, slot ? slot - 1 : 0);
  for (uint32_t line = 0; line < shape->record_size && line < 256; line += 64) __builtin_prefetch(record + line);
}

/// The slot of the record with this key, or CORA_NONE.
CORA_INLINE uint32_t cora_find(
    const void *table, const struct cora_shape *shape, uint32_t member, const void *wanted, uint32_t hash) {
  const struct cora_key_shape *key = &shape->keys[member];
  const struct cora_cell *index = cora_index(table, key);
  for (uint32_t at = hash & key->index_mask;; at = (at + 1) & key->index_mask) {
    struct cora_cell cell = index[at];
    if (cell.slot == 0) return CORA_NONE;
    if (cell.hash != hash) continue;
    const uint8_t *record = (const uint8_t *)cora_record_at(table, shape, cell.slot - 1);
    if (memcmp(record + key->key_offset, wanted, key->key_size) == 0) return cell.slot - 1;
  }
}

CORA_INLINE void cora_index_insert(
    void *table, const struct cora_shape *shape, uint32_t member, uint32_t hash, uint32_t slot) {
  const struct cora_key_shape *key = &shape->keys[member];
  struct cora_cell *index = cora_index(table, key);
  uint32_t at = hash & key->index_mask;
  while (index[at].slot != 0) at = (at + 1) & key->index_mask;
  index[at].hash = hash;
  index[at].slot = slot + 1;
}

/// Closes the gap that a removed key leaves: cells of the run behind it move up, so that no tombstone stays.
CORA_INLINE void cora_index_remove(void *table, const struct cora_shape *shape, uint32_t member, uint32_t slot) {
  const struct cora_key_shape *key = &shape->keys[member];
  struct cora_cell *index = cora_index(table, key);
  const uint32_t mask = key->index_mask;
  const uint8_t *record = (const uint8_t *)cora_record_at(table, shape, slot);
  uint32_t gap = cora_key_hash(table, record + key->key_offset, key->key_size) & mask;
  while (index[gap].slot != slot + 1) {
    if (index[gap].slot == 0) return;
    gap = (gap + 1) & mask;
  }
  for (uint32_t at = (gap + 1) & mask; index[at].slot != 0; at = (at + 1) & mask) {
    uint32_t home = index[at].hash & mask;
    if (((at - home) & mask) >= ((at - gap) & mask)) {
      index[gap] = index[at];
      gap = at;
    }
  }
  index[gap].slot = 0;
  index[gap].hash = 0;
}

/* ---- Heaps with four children to a node ---- */

CORA_INLINE int cora_is_before(struct cora_due left, struct cora_due right) {
  if (left.time != right.time) return left.time < right.time;
  return (int32_t)(left.order - right.order) < 0;
}

/// The slots' positions in a heap.
CORA_INLINE uint32_t *cora_places(const void *table, const struct cora_shape *shape, uint32_t heap) {
  return cora_words(table, shape->place_offset) + (size_t)heap * shape->capacity;
}

CORA_INLINE void cora_place(
    void *table, const struct cora_shape *shape, uint32_t heap, uint32_t at, struct cora_due element) {
  cora_due_of(table, shape, heap)[at] = element;
  cora_places(table, shape, heap)[element.slot] = at;
}

CORA_INLINE void cora_sift_up(
    void *table, const struct cora_shape *shape, uint32_t heap, uint32_t at, struct cora_due element) {
  struct cora_due *due = cora_due_of(table, shape, heap);
  while (at > 0 && cora_is_before(element, due[(at - 1) / 4])) {
    cora_place(table, shape, heap, at, due[(at - 1) / 4]);
    at = (at - 1) / 4;
  }
  cora_place(table, shape, heap, at, element);
}

CORA_INLINE void cora_sift_down(
    void *table, const struct cora_shape *shape, uint32_t heap, uint32_t at, struct cora_due element) {
  struct cora_due *due = cora_due_of(table, shape, heap);
  uint32_t count = ((struct cora_table *)table)->due[heap];
  for (uint32_t first = at * 4 + 1; first < count; first = at * 4 + 1) {
    uint32_t least = first;
    for (uint32_t child = first + 1; child < first + 4 && child < count; child++)
      if (cora_is_before(due[child], due[least])) least = child;
    if (!cora_is_before(due[least], element)) break;
    cora_place(table, shape, heap, at, due[least]);
    at = least;
  }
  cora_place(table, shape, heap, at, element);
}

/* ---- Last touches and time-outs ---- */

/// Nanoseconds of the record's last touch on either side.
CORA_INLINE uint64_t cora_last_seen(const void *table, const struct cora_shape *shape, uint32_t slot) {
  const struct cora_record *record = cora_record_at(table, shape, slot);
  const struct cora_control *control = ((const struct cora_table *)table)->control;
  if (record->owner == CORA_OWNER_HOST || control == NULL) return record->last_seen;
  uint64_t there = __atomic_load_n(&control[slot].last_seen, __ATOMIC_RELAXED);
  return there > record->last_seen ? there : record->last_seen;
}

/// Nanoseconds that the record lives after a touch, by its owner's word; 0: for ever.
CORA_INLINE uint64_t cora_timeout(const void *table, const struct cora_shape *shape, uint32_t slot) {
  if (shape->timeouts == NULL) return shape->timeout;
  const struct cora_record *record = cora_record_at(table, shape, slot);
  const struct cora_control *control = ((const struct cora_table *)table)->control;
  uint32_t number = record->timeout_class;
  if (record->owner != CORA_OWNER_HOST && control != NULL)
    number = __atomic_load_n(&control[slot].timeout_class, __ATOMIC_RELAXED);
  return number < shape->timeout_count ? shape->timeouts[number] : shape->timeout;
}

/// The class of a record whose deciding field holds `number`.
CORA_INLINE uint32_t cora_timeout_class(const struct cora_shape *shape, uint64_t number) {
  return number < shape->timeout_count ? (uint32_t)number : shape->timeout_count;
}

CORA_INLINE uint64_t cora_later(uint64_t time, uint64_t by) { return time + by < time ? UINT64_MAX : time + by; }

/// True of a record that was last touched `timeout` ago.
CORA_INLINE int cora_is_past(uint64_t last_seen, uint64_t timeout, uint64_t now) {
  return timeout != 0 && now > last_seen && now - last_seen >= timeout;
}

CORA_INLINE int cora_is_expired(const void *table, const struct cora_shape *shape, uint32_t slot, uint64_t now) {
  return cora_is_past(cora_last_seen(table, shape, slot), cora_timeout(table, shape, slot), now);
}

CORA_INLINE int cora_has_deadlines(const struct cora_shape *shape, uint32_t heap) {
  return heap == 0 && shape->timeouts != NULL;
}

/// Where the record belongs in a heap.
CORA_INLINE struct cora_due cora_rank(const void *table, const struct cora_shape *shape, uint32_t heap, uint32_t slot) {
  uint64_t time = cora_last_seen(table, shape, slot);
  if (cora_has_deadlines(shape, heap)) time = cora_later(time, cora_timeout(table, shape, slot));
  return (struct cora_due){time, cora_record_at(table, shape, slot)->order, slot};
}

CORA_INLINE void cora_due_insert(void *table, const struct cora_shape *shape, uint32_t heap, uint32_t slot) {
  uint32_t at = ((struct cora_table *)table)->due[heap]++;
  cora_sift_up(table, shape, heap, at, cora_rank(table, shape, heap, slot));
}

CORA_INLINE void cora_due_remove(void *table, const struct cora_shape *shape, uint32_t heap, uint32_t slot) {
  struct cora_due *due = cora_due_of(table, shape, heap);
  uint32_t at = cora_places(table, shape, heap)[slot];
  uint32_t last = --((struct cora_table *)table)->due[heap];
  struct cora_due element = due[last];
  if (at == last) return;
  if (at > 0 && cora_is_before(element, due[(at - 1) / 4])) cora_sift_up(table, shape, heap, at, element);
  else cora_sift_down(table, shape, heap, at, element);
}

/// True when a record may be due; `cora_next_due` knows.
CORA_INLINE int cora_may_be_due(const void *table, const struct cora_shape *shape, uint64_t now) {
  if (((const struct cora_table *)table)->due[0] == 0) return 0;
  const uint64_t time = cora_due_of(table, shape, 0)[0].time;
  return shape->timeouts ? now >= time : cora_is_past(time, shape->timeout, now);
}

/// Corrects the element at the front; true when it needed none. The NIC may shorten the time-out of a record that it owns:
/// such a deadline is looked at again when the shortest time-out from `now` has passed.
CORA_INLINE int cora_front_is_true(void *table, const struct cora_shape *shape, uint32_t heap, uint64_t now) {
  struct cora_due front = cora_due_of(table, shape, heap)[0];
  struct cora_due current = cora_rank(table, shape, heap, front.slot);
  if (cora_has_deadlines(shape, heap) && current.time > now
      && cora_record_at(table, shape, front.slot)->owner != CORA_OWNER_HOST) {
    const uint64_t next = cora_later(now, shape->least_timeout);
    if (next < current.time) current.time = next;
  }
  if (!cora_is_before(front, current)) return 1;
  cora_sift_down(table, shape, heap, 0, current);
  return 0;
}

/// The first record that is expired at `now`, or CORA_NONE.
CORA_INLINE uint32_t cora_next_due(void *table, const struct cora_shape *shape, uint64_t now) {
  while (cora_may_be_due(table, shape, now))
    if (cora_front_is_true(table, shape, 0, now)) return cora_due_of(table, shape, 0)[0].slot;
  return CORA_NONE;
}

/// The record touched longest ago, or CORA_NONE in an empty table.
CORA_INLINE uint32_t cora_oldest(void *table, const struct cora_shape *shape) {
  const uint32_t heap = shape->heaps - 1;
  if (((struct cora_table *)table)->due[heap] == 0) return CORA_NONE;
  while (!cora_front_is_true(table, shape, heap, 0)) {}
  return cora_due_of(table, shape, heap)[0].slot;
}

/// Looks at the record again only when a timeout has passed from `now`: it is due, but cannot be removed.
CORA_INLINE void cora_postpone(void *table, const struct cora_shape *shape, uint32_t slot, uint64_t now) {
  uint32_t at = cora_places(table, shape, 0)[slot];
  const uint64_t time = shape->timeouts ? cora_later(now, cora_timeout(table, shape, slot)) : now;
  struct cora_due element = {time, cora_record_at(table, shape, slot)->order, slot};
  cora_sift_down(table, shape, 0, at, element);
}

/// Brings the record's deadline forward to `time` where it is later.
CORA_INLINE void cora_hasten(void *table, const struct cora_shape *shape, uint32_t slot, uint64_t time) {
  uint32_t at = cora_places(table, shape, 0)[slot];
  struct cora_due element = cora_due_of(table, shape, 0)[at];
  if (time >= element.time) return;
  element.time = time;
  cora_sift_up(table, shape, 0, at, element);
}

/// Takes note that the deciding field of a host's record holds `number` now.
CORA_INLINE void cora_set_timeout(void *table, const struct cora_shape *shape, uint32_t slot, uint64_t number) {
  cora_record_at(table, shape, slot)->timeout_class = cora_timeout_class(shape, number);
  cora_hasten(table, shape, slot, cora_rank(table, shape, 0, slot).time);
}

/* ---- Records ---- */

CORA_INLINE void cora_touch(void *table, const struct cora_shape *shape, uint32_t slot, uint64_t now) {
  struct cora_record *record = cora_record_at(table, shape, slot);
  if (now < record->last_seen) return;
  record->last_seen = now;
  record->order = ((struct cora_table *)table)->touches++;
}

/// Takes over a last-seen that the NIC wrote. Touches of one instant on both sides have no order; the NIC's count as
/// first.
CORA_INLINE void cora_touch_from_nic(void *table, const struct cora_shape *shape, uint32_t slot, uint64_t now) {
  struct cora_record *record = cora_record_at(table, shape, slot);
  if (now > record->last_seen) record->last_seen = now;
}

/// Tells the NIC half of a touch of a record that it owns.
CORA_INLINE void cora_touch_control(void *table, const struct cora_shape *shape, uint32_t slot, uint64_t now) {
  const struct cora_table *head = table;
  if (cora_record_at(table, shape, slot)->owner == CORA_OWNER_HOST || head->control == NULL) return;
  if (now > __atomic_load_n(&head->control[slot].last_seen, __ATOMIC_RELAXED))
    __atomic_store_n(&head->control[slot].last_seen, now, __ATOMIC_RELAXED);
}

/// A slot for a new record, or CORA_NONE when all are in use. Freed slots come first: they are warm.
CORA_INLINE uint32_t cora_allocate(void *table, const struct cora_shape *shape) {
  struct cora_table *head = table;
  uint32_t slot;
  if (head->spare > 0) slot = cora_words(table, shape->spare_offset)[--head->spare];
  else if (head->fresh < shape->capacity) slot = head->fresh++;
  else return CORA_NONE;
  head->used++;
  return slot;
}

/// Makes the record of an allocated slot, whose keys, values and time-out class were written, findable.
CORA_INLINE void cora_link(
    void *table, const struct cora_shape *shape, uint32_t slot, const uint32_t *hashes, uint64_t now) {
  struct cora_record *record = cora_record_at(table, shape, slot);
  record->last_seen = now;
  record->order = ((struct cora_table *)table)->touches++;
  record->hits = 1;
  record->owner = CORA_OWNER_HOST;
  record->used = 1;
  for (uint32_t member = 0; member < shape->key_count; member++)
    cora_index_insert(table, shape, member, hashes[member], slot);
  for (uint32_t heap = 0; heap < shape->heaps; heap++) cora_due_insert(table, shape, heap, slot);
}

/// Removes a used record. What it holds of pools is given back by the caller before.
CORA_INLINE void cora_unlink(void *table, const struct cora_shape *shape, uint32_t slot) {
  struct cora_table *head = table;
  for (uint32_t member = 0; member < shape->key_count; member++) cora_index_remove(table, shape, member, slot);
  for (uint32_t heap = 0; heap < shape->heaps; heap++) cora_due_remove(table, shape, heap, slot);
  cora_record_at(table, shape, slot)->used = 0;
  cora_words(table, shape->spare_offset)[head->spare++] = slot;
  head->used--;
}

/* ---- Pools ---- */

/// A pool of the numbers first ..< first + size, as a ring of those given back. Numbers never taken come first,
/// ascending; then the others in the order of their return.
struct cora_pool {
  uint32_t fresh; /* elements below were taken before */
  uint32_t head;  /* the ring's next element */
  uint32_t count; /* elements in the ring */
  uint32_t reserved;
};

/// Takes the next free element: its distance from the first, or CORA_NONE. `ring` has `size` elements, `taken` a bit
/// each.
CORA_INLINE uint32_t cora_pool_take(struct cora_pool *pool, uint32_t *ring, uint64_t *taken, uint32_t size) {
  uint32_t element;
  if (pool->fresh < size) {
    element = pool->fresh++;
  } else if (pool->count > 0) {
    element = ring[pool->head];
    pool->head = pool->head + 1 == size ? 0 : pool->head + 1;
    pool->count--;
  } else {
    return CORA_NONE;
  }
  taken[element / 64] |= (uint64_t)1 << (element % 64);
  return element;
}

/// Gives an element back; one that is not of the pool, or not taken, is left alone.
CORA_INLINE void cora_pool_give(
    struct cora_pool *pool, uint32_t *ring, uint64_t *taken, uint32_t size, uint64_t element) {
  if (element >= size || !(taken[element / 64] >> (element % 64) & 1)) return;
  taken[element / 64] &= ~((uint64_t)1 << (element % 64));
  uint64_t at = (uint64_t)pool->head + pool->count;
  ring[at >= size ? at - size : at] = (uint32_t)element;
  pool->count++;
}

/* ---- Token buckets ---- */

/// Refills a bucket for the time passed and takes `amount` tokens when they are there. Tokens are in units of 2^-20,
/// time passes in ticks of 2^10 ns; `full` and `units_per_tick` are in those units.
CORA_INLINE int cora_charge(
    uint64_t *tokens, uint64_t *updated, uint64_t units_per_tick, uint64_t full, uint64_t amount, uint64_t now) {
  uint64_t passed = now > *updated ? (now - *updated) >> 10 : 0;
  uint64_t ticks = passed < ((uint64_t)1 << 31) ? passed : (uint64_t)1 << 31;
  uint64_t held = *tokens + ticks * units_per_tick;
  if (held > full) held = full;
  int conforms = held >= amount << 20;
  *tokens = conforms ? held - (amount << 20) : held;
  *updated += passed << 10;
  return conforms;
}

/// As `cora_charge`; what the refill has above `full` goes into another bucket, as far as that has room.
CORA_INLINE int cora_charge_over(
    uint64_t *tokens, uint64_t *updated, uint64_t units_per_tick, uint64_t full, uint64_t amount, uint64_t now,
    uint64_t *over, uint64_t over_full) {
  uint64_t passed = now > *updated ? (now - *updated) >> 10 : 0;
  uint64_t ticks = passed < ((uint64_t)1 << 31) ? passed : (uint64_t)1 << 31;
  uint64_t held = *tokens + ticks * units_per_tick;
  if (held > full) {
    uint64_t sum = *over + (held - full);
    *over = sum < over_full ? sum : over_full;
  }
  return cora_charge(tokens, updated, units_per_tick, full, amount, now);
}

#endif
