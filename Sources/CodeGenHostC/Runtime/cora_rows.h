/// Tables that the operator fills.
#ifndef CORA_ROWS_H
#define CORA_ROWS_H

#include <string.h>

#include "cora_index.h"

/// A table found by hash: whole, or by each prefix length in use. A row begins with its key, then the key's mask; keys,
/// masks and rows are structs that the generator declares.
struct cora_rows_shape {
  uint32_t key_size, row_size;
  uint32_t index_mask; /* the index has a power of two of cells, twice the rows at least */
  uint32_t most_masks;
};

/// What stands at the start of a table.
struct cora_rows {
  uint32_t count; /* rows */
  uint32_t masks; /* masks in use, the longest first */
};

/// A row's place in the index: its key, and which mask it has.
CORA_INLINE uint32_t cora_rows_hash(const void *key, uint32_t size, uint32_t mask) {
  uint64_t hash = ((uint64_t)mask + 1) * 0x9E3779B97F4A7C15u;
  for (uint32_t at = 0; at < size; at += 4) {
    uint32_t word;
    memcpy(&word, (const uint8_t *)key + at, 4);
    hash = cora_fold(hash ^ word, 0xD1B54A32D192ED03u);
  }
  return (uint32_t)(hash ^ hash >> 32);
}

/// The row that matches by the longest mask, or CORA_NONE. `wanted` is a key with room for a masked copy behind it.
CORA_INLINE uint32_t cora_rows_find(
    const struct cora_rows *head, const struct cora_rows_shape *shape, const struct cora_cell *index,
    const void *masks, const void *rows, const void *wanted, void *masked) {
  for (uint32_t mask = 0; mask < head->masks; mask++) {
    const uint8_t *bits = (const uint8_t *)masks + (size_t)mask * shape->key_size;
    for (uint32_t at = 0; at < shape->key_size; at += 4) {
      uint32_t word, kept;
      memcpy(&word, (const uint8_t *)wanted + at, 4);
      memcpy(&kept, bits + at, 4);
      word &= kept;
      memcpy((uint8_t *)masked + at, &word, 4);
    }
    const uint32_t hash = cora_rows_hash(masked, shape->key_size, mask);
    for (uint32_t at = hash & shape->index_mask; index[at].slot != 0; at = (at + 1) & shape->index_mask) {
      if (index[at].hash != hash) continue;
      const uint8_t *row = (const uint8_t *)rows + (size_t)(index[at].slot - 1) * shape->row_size;
      if (memcmp(row, masked, shape->key_size) == 0 && memcmp(row + shape->key_size, bits, shape->key_size) == 0)
        return index[at].slot - 1;
    }
  }
  return CORA_NONE;
}

CORA_INLINE uint32_t cora_mask_bits(const uint8_t *mask, uint32_t size) {
  uint32_t bits = 0;
  for (uint32_t at = 0; at < size; at++) bits += (uint32_t)__builtin_popcount(mask[at]);
  return bits;
}

/// Puts a mask among those in use, the longest first; 0 when there are too many.
CORA_INLINE int cora_rows_add_mask(
    struct cora_rows *head, const struct cora_rows_shape *shape, uint8_t *masks, const uint8_t *mask) {
  const uint32_t size = shape->key_size, bits = cora_mask_bits(mask, size);
  uint32_t at = 0;
  for (; at < head->masks; at++) {
    const uint8_t *other = masks + (size_t)at * size;
    if (memcmp(other, mask, size) == 0) return 1;
    if (cora_mask_bits(other, size) < bits) break;
  }
  for (uint32_t later = at; later < head->masks; later++)
    if (memcmp(masks + (size_t)later * size, mask, size) == 0) return 1;
  if (head->masks == shape->most_masks) return 0;
  memmove(masks + (size_t)(at + 1) * size, masks + (size_t)at * size, (size_t)(head->masks - at) * size);
  memcpy(masks + (size_t)at * size, mask, size);
  head->masks++;
  return 1;
}

/// Makes masks and index of the rows anew; of two rows for one key the first is found. 0 when they have too many masks.
static __attribute__((noinline, unused)) int cora_rows_index(
    struct cora_rows *head, const struct cora_rows_shape *shape, struct cora_cell *index, void *masks, const void *rows) {
  const uint32_t size = shape->key_size;
  memset(index, 0, ((size_t)shape->index_mask + 1) * sizeof *index);
  head->masks = 0;
  for (uint32_t row = 0; row < head->count; row++)
    if (!cora_rows_add_mask(head, shape, masks, (const uint8_t *)rows + (size_t)row * shape->row_size + size)) return 0;
  for (uint32_t row = 0; row < head->count; row++) {
    const uint8_t *key = (const uint8_t *)rows + (size_t)row * shape->row_size;
    uint32_t mask = 0;
    while (memcmp((const uint8_t *)masks + (size_t)mask * size, key + size, size) != 0) mask++;
    const uint32_t hash = cora_rows_hash(key, size, mask);
    uint32_t at = hash & shape->index_mask;
    while (index[at].slot != 0) at = (at + 1) & shape->index_mask;
    index[at].hash = hash;
    index[at].slot = row + 1;
  }
  return 1;
}

#endif
