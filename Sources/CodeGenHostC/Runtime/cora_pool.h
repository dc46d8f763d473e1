/// Pools of numbers that records hold while they live.
#ifndef CORA_POOL_H
#define CORA_POOL_H

#include <stdint.h>

#include "cora_layout.h"

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

#endif
