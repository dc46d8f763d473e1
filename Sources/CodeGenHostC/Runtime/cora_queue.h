/// Queues of elements.
#ifndef CORA_QUEUE_H
#define CORA_QUEUE_H

#include <stdint.h>

#include "cora_layout.h"

/// A ring of elements; `first` is the oldest one's place.
struct cora_queue {
  uint32_t first, count;
};

/// The place of a new last element, or CORA_NONE in a full queue.
CORA_INLINE uint32_t cora_queue_append(struct cora_queue *queue, uint32_t capacity) {
  if (queue->count == capacity) return CORA_NONE;
  const uint64_t at = (uint64_t)queue->first + queue->count++;
  return (uint32_t)(at >= capacity ? at - capacity : at);
}

/// Takes the first element out; its place keeps its bytes until the next one is appended.
CORA_INLINE uint32_t cora_queue_take(struct cora_queue *queue, uint32_t capacity) {
  const uint32_t at = queue->first;
  queue->first = at + 1 == capacity ? 0 : at + 1;
  queue->count--;
  return at;
}

#endif
