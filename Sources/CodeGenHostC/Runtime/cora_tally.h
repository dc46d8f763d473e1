/// Tallies: how often each key is there.
#ifndef CORA_TALLY_H
#define CORA_TALLY_H

#include <string.h>

#include "cora_layout.h"

/// One number of a tally; the key follows. 0 for an empty cell.
struct cora_tally_cell {
  uint32_t hash;
  uint32_t count;
};

/// Cells of `cell_size` bytes, a power of two of them, more than there can be keys.
struct cora_tally_shape {
  uint32_t key_size, cell_size, index_mask;
};

CORA_INLINE struct cora_tally_cell *cora_tally_at(const void *cells, const struct cora_tally_shape *shape, uint32_t at) {
  return (struct cora_tally_cell *)((uint8_t *)cells + (size_t)at * shape->cell_size);
}

/// The cell of a key, or the empty one where it belongs. `seed` keys the hash.
CORA_INLINE uint32_t cora_tally_find(
    const void *cells, const struct cora_tally_shape *shape, const void *key, uint32_t hash) {
  for (uint32_t at = hash & shape->index_mask;; at = (at + 1) & shape->index_mask) {
    const struct cora_tally_cell *cell = cora_tally_at(cells, shape, at);
    if (cell->count == 0) return at;
    if (cell->hash == hash && memcmp(cell + 1, key, shape->key_size) == 0) return at;
  }
}

CORA_INLINE void cora_tally_add(void *cells, const struct cora_tally_shape *shape, const void *key, uint32_t hash) {
  struct cora_tally_cell *cell = cora_tally_at(cells, shape, cora_tally_find(cells, shape, key, hash));
  if (cell->count++ != 0) return;
  cell->hash = hash;
  memcpy(cell + 1, key, shape->key_size);
}

/// Takes one off; a key that comes to 0 leaves no gap in a run of cells.
CORA_INLINE void cora_tally_drop(void *cells, const struct cora_tally_shape *shape, const void *key, uint32_t hash) {
  uint32_t gap = cora_tally_find(cells, shape, key, hash);
  struct cora_tally_cell *cell = cora_tally_at(cells, shape, gap);
  if (cell->count == 0 || --cell->count != 0) return;
  const uint32_t mask = shape->index_mask;
  for (uint32_t at = (gap + 1) & mask; cora_tally_at(cells, shape, at)->count != 0; at = (at + 1) & mask) {
    const uint32_t home = cora_tally_at(cells, shape, at)->hash & mask;
    if (((at - home) & mask) < ((at - gap) & mask)) continue;
    memcpy(cora_tally_at(cells, shape, gap), cora_tally_at(cells, shape, at), shape->cell_size);
    gap = at;
  }
  cora_tally_at(cells, shape, gap)->count = 0;
}

#endif
