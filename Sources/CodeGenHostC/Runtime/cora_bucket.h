/// Token buckets of meters.
#ifndef CORA_BUCKET_H
#define CORA_BUCKET_H

#include <stdint.h>

#include "cora_layout.h"

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
