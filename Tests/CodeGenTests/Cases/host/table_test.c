/// Plays random operations on a table of `cora_table.h` and on a plain list beside it, and compares all that can be
/// asked. Exit code 0, or 1 with a line that says what differed after which step. Argument: the seed.
#include <stdio.h>
#include <stdlib.h>

#include "cora_pool.h"
#include "cora_table.h"

enum { CAPACITY = 24, CELLS = 64, KEYS = 60, TIMEOUT = 50, STEPS = 200000, POOL = 10 };

struct record {
  struct cora_record head;
  uint32_t first;
  uint64_t second[2];
  uint32_t value;
} __attribute__((aligned(8)));

struct table {
  struct cora_table head;
  struct cora_cell by_first[CELLS];
  struct cora_cell by_second[CELLS];
  struct cora_due due[CAPACITY + 1];
  uint32_t place[CAPACITY];
  uint32_t spare[CAPACITY];
  struct record records[CAPACITY];
};

static const struct cora_shape shape = {
  .capacity = CAPACITY,
  .record_size = sizeof(struct record),
  .records_offset = offsetof(struct table, records),
  .spare_offset = offsetof(struct table, spare),
  .due_offset = offsetof(struct table, due),
  .place_offset = offsetof(struct table, place),
  .heaps = 1,
  .key_count = 2,
  .timeout = TIMEOUT,
  .keys = {
    {offsetof(struct record, first), 4, offsetof(struct table, by_first), CELLS - 1},
    {offsetof(struct record, second), 16, offsetof(struct table, by_second), CELLS - 1},
  },
};

/// The list beside it: records in order of last touch.
struct plain { uint32_t first, value; uint64_t second, last_seen; };
static struct plain list[CAPACITY];
static uint32_t length;
static struct table table;
static struct cora_control control[CAPACITY];
static unsigned long step;
static uint64_t state;

static uint32_t below(uint32_t bound) {
  state = state * 6364136223846793005u + 1442695040888963407u;
  return (uint32_t)((state >> 33) % bound);
}

#define CHECK(condition) \
  do { if (!(condition)) { printf("step %lu: %s does not hold\n", step, #condition); exit(1); } } while (0)

static void list_remove(uint32_t at) {
  length--;
  memmove(&list[at], &list[at + 1], (length - at) * sizeof *list);
}

static uint32_t list_find(uint32_t first) {
  for (uint32_t at = 0; at < length; at++) if (list[at].first == first) return at;
  return CORA_NONE;
}

static uint32_t find_first(uint32_t first) {
  return cora_find(&table, &shape, 0, &first, cora_key_hash(&table, &first, 4));
}

static uint32_t find_second(uint64_t second) {
  uint64_t key[2] = {second, ~second};
  return cora_find(&table, &shape, 1, key, cora_key_hash(&table, key, 16));
}

static void expire(uint64_t now) {
  for (uint32_t slot; (slot = cora_next_due(&table, &shape, now)) != CORA_NONE;) {
    CHECK(length > 0 && list[0].first == table.records[slot].first);
    CHECK(now - list[0].last_seen >= TIMEOUT);
    cora_unlink(&table, &shape, slot);
    list_remove(0);
  }
  CHECK(length == 0 || now - list[0].last_seen < TIMEOUT);
}

static void insert(uint32_t first, uint64_t second, uint32_t value, uint64_t now) {
  if (length == CAPACITY) {
    CHECK(table.records[cora_oldest(&table, &shape)].first == list[0].first);
    cora_unlink(&table, &shape, cora_oldest(&table, &shape));
    list_remove(0);
  }
  uint32_t slot = cora_allocate(&table, &shape);
  CHECK(slot != CORA_NONE);
  struct record *record = &table.records[slot];
  record->first = first;
  record->second[0] = second;
  record->second[1] = ~second;
  record->value = value;
  uint32_t hashes[2] = {cora_key_hash(&table, &record->first, 4), cora_key_hash(&table, record->second, 16)};
  cora_link(&table, &shape, slot, hashes, now);
  list[length++] = (struct plain){first, value, second, now};
}

static void compare(void) {
  CHECK(table.head.used == length);
  for (uint32_t at = 0; at < length; at++) {
    uint32_t slot = find_first(list[at].first);
    CHECK(slot != CORA_NONE && slot == find_second(list[at].second));
    CHECK(table.records[slot].value == list[at].value);
    CHECK(cora_last_seen(&table, &shape, slot) == list[at].last_seen);
  }
  for (uint32_t key = 0; key < KEYS; key++) CHECK((find_first(key) == CORA_NONE) == (list_find(key) == CORA_NONE));
}

/// Touches a record by the side that owns it. The NIC writes its control word only, so it does not tell touches of one
/// instant apart: the caller gives it an instant of its own.
static void touch(uint32_t slot, uint64_t now) {
  if (table.records[slot].head.owner == CORA_OWNER_NIC) control[slot].last_seen = now;
  else cora_touch(&table, &shape, slot, now);
}

static void play(uint64_t *now) {
  uint32_t first = below(KEYS), at = list_find(first), slot = find_first(first);
  switch (below(5)) {
  case 0: case 1:
    if (at == CORA_NONE) insert(first, first * 1000003ull, (uint32_t)step, *now);
    break;
  case 2: case 3:
    if (at == CORA_NONE) break;
    if (table.records[slot].head.owner == CORA_OWNER_NIC) expire(++*now);
    at = list_find(first);
    if (at == CORA_NONE) break;
    touch(slot, *now);
    struct plain touched = list[at];
    touched.last_seen = *now;
    list_remove(at);
    list[length++] = touched;
    break;
  default:
    if (at == CORA_NONE) break;
    if (below(3) == 0) {
      cora_unlink(&table, &shape, slot);
      list_remove(at);
    } else if (table.records[slot].head.owner == CORA_OWNER_HOST) {
      table.records[slot].head.owner = CORA_OWNER_NIC;
      control[slot].last_seen = table.records[slot].head.last_seen;
    } else {
      cora_touch_from_nic(&table, &shape, slot, cora_last_seen(&table, &shape, slot));
      table.records[slot].head.owner = CORA_OWNER_HOST;
    }
  }
}

static void play_pool(void) {
  static struct cora_pool pool;
  static uint32_t ring[POOL], queue[POOL], queued = POOL;
  static uint64_t taken[1];
  for (uint32_t at = 0; at < POOL; at++) queue[at] = at;
  for (uint32_t turn = 0; turn < 10000; turn++, step++) {
    if (below(2)) {
      uint32_t element = cora_pool_take(&pool, ring, taken, POOL);
      CHECK(element == (queued ? queue[0] : CORA_NONE));
      if (queued) memmove(queue, queue + 1, --queued * sizeof *queue);
    } else {
      uint32_t element = below(POOL + 2), known = element >= POOL;
      for (uint32_t at = 0; at < queued; at++) known |= queue[at] == element;
      cora_pool_give(&pool, ring, taken, POOL, element);
      if (!known) queue[queued++] = element;
    }
  }
}

int main(int count, char **arguments) {
  state = count > 1 ? strtoull(arguments[1], NULL, 10) : 1;
  table.head.seed = state;
  table.head.control = control;
  uint64_t now = 1;
  for (step = 0; step < STEPS; step++) {
    now += below(4);
    expire(now);
    play(&now);
    if (step % 16 == 0) compare();
  }
  play_pool();
  return 0;
}
