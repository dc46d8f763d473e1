/// The indices of a table: per key of its records one, with open addressing.
#ifndef CORA_INDEX_H
#define CORA_INDEX_H

#include <string.h>

#include "cora_layout.h"

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

#endif
