/// Tables of records for a generated host half: one record per slot, found by any of its keys.
///
/// A group (a primary map and its companions) is one table: `capacity` records, per member an index of its keys, and heaps that tell
/// which record to expire or evict.
#ifndef CORA_TABLE_H
#define CORA_TABLE_H

#include "cora_expiry.h"
#include "cora_index.h"
#include "cora_layout.h"

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

#endif
