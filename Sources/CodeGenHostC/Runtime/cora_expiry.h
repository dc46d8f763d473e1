/// Which record is due next, and which was touched longest ago.
///
/// Order of last touch: a touch writes two words of the record and nothing else. A heap holds for each record a touch
/// that is not later than its last one; whoever needs the oldest record (expiry, eviction) corrects the front until it
/// is true. So a record costs one correction per timeout at most, and no links to neighbours are written per packet.
/// Records that the NIC owns take part in the same way, with the last-seen of their control word.
///
/// Where time-outs depend on a field, the heap is one of deadlines, which a store to the field may bring forward; who evicts
/// the oldest then has a second heap, of touches.
#ifndef CORA_EXPIRY_H
#define CORA_EXPIRY_H

#include "cora_layout.h"

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

/* ---- What is due ---- */

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

#endif
