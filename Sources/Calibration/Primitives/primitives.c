/* What a generated host half is made of, each alone, for `cora calibrate`. The headers of the tables, which every host half begins
 * with, stand before this text, and SMALL, MIDDLE and LARGE, the tables' sizes: powers of two. Times are of BATCH operations. */
#include <stdlib.h>
#include <time.h>

#define BATCH 32
#define EXPORTED __attribute__((visibility("default")))
/* Makes the compiler forget what it knows of a value. */
#define hide(value) __asm__ volatile("" : "+r"(value) : : "memory")
#define TWICE(...) { __VA_ARGS__; } { __VA_ARGS__; }
#define TIMES8(...) TWICE(TWICE(TWICE(__VA_ARGS__)))

/* Nanoseconds of a run: of its operations, and of a second kind of them where it has two. */
struct sample { uint64_t first, second; };

static inline uint64_t now_ns(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static uint64_t state = 88172645463325252u;

/* Marsaglia's xorshift. */
static inline uint64_t next(void) {
  state ^= state << 13;
  state ^= state >> 7;
  return state ^= state << 17;
}

/* A function that times BATCH turns of what is given, which may use `value` and `data`. */
#define TIMED(NAME, ...) \
  EXPORTED void NAME(struct sample *sample) { \
    static uint8_t data[64]; \
    uint64_t value = next(); \
    const uint64_t begin = now_ns(); \
    for (uint64_t i = 0; i < BATCH; i++) { __VA_ARGS__; } \
    const uint64_t end = now_ns(); \
    data[0] ^= (uint8_t)value; \
    *sample = (struct sample){end - begin, 0}; \
  }

/* ---- Instructions, eight to a turn ---- */

TIMED(host_nothing, hide(value))
TIMED(host_alu, TIMES8(value += i; hide(value)))
TIMED(host_branch, TIMES8(if (value == 42) return; hide(value)))
TIMED(host_load_field, TIMES8(uint32_t field; memcpy(&field, data + 26, 4); field = __builtin_bswap32(field); hide(field)))
TIMED(host_store_field, TIMES8(uint32_t field = __builtin_bswap32((uint32_t)value); memcpy(data + 26, &field, 4); hide(value)))
TIMED(host_mix, TIMES8(value = (value ^ i) * 0x9e3779b97f4a7c15u; value ^= value >> 32; hide(value)))
TIMED(host_clock, value += now_ns(); hide(value))

/* RFC 1624, equation 3, as the generated halves have it. */
static inline uint64_t adjust(uint16_t check, uint64_t old, uint64_t new) {
  uint64_t sum = (~old & 0xffff) + (~old >> 16 & 0xffff) + (new & 0xffff) + (new >> 16 & 0xffff) + (uint16_t)~check;
  sum = (sum & 0xffff) + (sum >> 16);
  sum = (sum & 0xffff) + (sum >> 16);
  return (uint16_t)~sum;
}
TIMED(host_checksum, TIMES8(value = adjust((uint16_t)value, value, i); hide(value)))

static uint64_t tokens, updated;
TIMED(host_meter, value += (uint64_t)cora_charge(&tokens, &updated, 1000, (uint64_t)1 << 40, 64, i << 12); hide(value))

/* ---- Tables of records, with time-outs, as the halves keep them ---- */

struct key { uint64_t words[2]; };
struct record {
  struct cora_record cora;
  struct key key;
  uint64_t words[2];
} __attribute__((aligned(64)));

/* A key's words are its number times an odd constant, and its number. No table has those from ABSENT on. */
#define ABSENT ((uint64_t)1 << 40)
static inline struct key key_of(uint64_t number) { return (struct key){{number * 0x9e3779b97f4a7c15u, number}}; }

#define TABLE(NAME, CAPACITY) \
  struct NAME##_table { \
    struct cora_table head; \
    struct cora_cell index[2 * (CAPACITY)]; \
    struct cora_due due[(CAPACITY) + 1]; \
    uint32_t place[CAPACITY], spare[CAPACITY]; \
    struct record records[CAPACITY]; \
  }; \
  static const struct cora_shape NAME##_shape = { \
    .capacity = (CAPACITY), .record_size = sizeof(struct record), \
    .records_offset = offsetof(struct NAME##_table, records), .spare_offset = offsetof(struct NAME##_table, spare), \
    .due_offset = offsetof(struct NAME##_table, due), .place_offset = offsetof(struct NAME##_table, place), \
    .heaps = 1, .key_count = 1, .timeout = UINT64_MAX / 2, \
    .keys = {{offsetof(struct record, key), sizeof(struct key), offsetof(struct NAME##_table, index), 2 * (CAPACITY) - 1}}, \
  }; \
  static struct NAME##_table *NAME; \
  static void NAME##_make(uint64_t number, uint64_t now) { \
    const struct key key = key_of(number); \
    const uint32_t hash = cora_key_hash(NAME, &key, sizeof key); \
    const uint32_t slot = cora_allocate(NAME, &NAME##_shape); \
    struct record *record = (struct record *)cora_record_at(NAME, &NAME##_shape, slot); \
    record->key = key; \
    record->words[0] = record->words[1] = 0; \
    cora_link(NAME, &NAME##_shape, slot, &hash, now); \
  } \
  /* Fills the table; 0 when there is no memory for it. */ \
  EXPORTED int NAME##_fill(void) { \
    NAME = aligned_alloc(64, (sizeof *NAME + 63) / 64 * 64); \
    if (NAME == NULL) return 0; \
    memset(NAME, 0, sizeof *NAME); \
    NAME->head.seed = 0x5eed5eed5eed5eedu; \
    for (uint64_t number = 0; number < (CAPACITY); number++) NAME##_make(number, number); \
    return 1; \
  } \
  EXPORTED void NAME##_free(void) { free(NAME); NAME = NULL; } \
  /* A burst as the halves take it: large tables' cells and records are fetched ahead, then each packet looks up. */ \
  static struct sample NAME##_burst(uint64_t from, uint64_t mask, int ahead) { \
    struct key keys[BATCH]; \
    uint32_t hashes[BATCH], slots[BATCH]; \
    for (int i = 0; i < BATCH; i++) keys[i] = key_of(from + (next() & mask)); \
    const uint64_t begin = now_ns(); \
    if (ahead) { \
      for (int i = 0; i < BATCH; i++) { \
        hashes[i] = cora_key_hash(NAME, &keys[i], sizeof *keys); \
        cora_prefetch_cell(NAME, &NAME##_shape, 0, hashes[i]); \
      } \
      for (int i = 0; i < BATCH; i++) cora_prefetch_record(NAME, &NAME##_shape, 0, hashes[i]); \
    } \
    for (int i = 0; i < BATCH; i++) { \
      slots[i] = cora_find(NAME, &NAME##_shape, 0, &keys[i], cora_key_hash(NAME, &keys[i], sizeof *keys)); \
      hide(slots[i]); \
    } \
    const uint64_t middle = now_ns(); \
    for (int i = 0; i < BATCH; i++) { \
      if (slots[i] != CORA_NONE) cora_touch(NAME, &NAME##_shape, slots[i], middle); \
      hide(slots[i]); \
    } \
    return (struct sample){middle - begin, now_ns() - middle}; \
  } \
  EXPORTED void NAME##_hit(struct sample *sample) { *sample = NAME##_burst(0, (CAPACITY) - 1, (CAPACITY) * sizeof(struct record) > 1 << 18); } \
  EXPORTED void NAME##_one(struct sample *sample) { *sample = NAME##_burst(7, 0, 0); } \
  EXPORTED void NAME##_miss(struct sample *sample) { *sample = NAME##_burst(ABSENT, (CAPACITY) - 1, (CAPACITY) * sizeof(struct record) > 1 << 18); } \
  /* One by one, each key from what was found before it. */ \
  EXPORTED void NAME##_cold(struct sample *sample) { \
    uint64_t number = next(); \
    const uint64_t begin = now_ns(); \
    for (int i = 0; i < BATCH; i++) { \
      const struct key key = key_of(number & ((CAPACITY) - 1)); \
      const uint32_t slot = cora_find(NAME, &NAME##_shape, 0, &key, cora_key_hash(NAME, &key, sizeof key)); \
      number = number * 6364136223846793005u + 1442695040888963407u + (slot == CORA_NONE); \
      number ^= number >> 29; \
    } \
    hide(number); \
    *sample = (struct sample){now_ns() - begin, 0}; \
  } \
  /* Removes records, from a random one on, and makes others in their place; then all is put back. */ \
  EXPORTED void NAME##_change(struct sample *sample) { \
    const uint64_t from = next(); \
    const uint64_t begin = now_ns(); \
    for (uint64_t i = 0; i < BATCH; i++) { \
      const struct key key = key_of((from + i * 641) & ((CAPACITY) - 1)); \
      const uint32_t slot = cora_find(NAME, &NAME##_shape, 0, &key, cora_key_hash(NAME, &key, sizeof key)); \
      if (slot != CORA_NONE) cora_unlink(NAME, &NAME##_shape, slot); \
    } \
    const uint64_t middle = now_ns(); \
    for (uint64_t i = 0; i < BATCH; i++) NAME##_make(ABSENT | (from + i), middle); \
    const uint64_t end = now_ns(); \
    for (uint64_t i = 0; i < BATCH; i++) { \
      const struct key key = key_of(ABSENT | (from + i)); \
      cora_unlink(NAME, &NAME##_shape, cora_find(NAME, &NAME##_shape, 0, &key, cora_key_hash(NAME, &key, sizeof key))); \
    } \
    for (uint64_t i = 0; i < BATCH; i++) NAME##_make((from + i * 641) & ((CAPACITY) - 1), end); \
    *sample = (struct sample){end - middle, middle - begin}; \
  }

TABLE(table_small, SMALL)
TABLE(table_middle, MIDDLE)
TABLE(table_large, LARGE)

/* ---- Arrays ---- */

static uint64_t elements[LARGE];

#define ARRAY(NAME, SIZE) \
  /* Each place depends on what was read before, as a packet's work on it. */ \
  TIMED(NAME##_load, value = elements[(next() ^ value) & ((SIZE) - 1)]; hide(value)) \
  TIMED(NAME##_add, value = next(); elements[value & ((SIZE) - 1)] += i; hide(value)) \
  TIMED(NAME##_row, value = next(); value *= 0x9e3779b97f4a7c15u; value ^= value >> 32; elements[value & ((SIZE) - 1)] += 1; hide(value)) \
  TIMED(NAME##_pick, value = elements[(next() ^ value) % ((SIZE) - 3)]; hide(value))

ARRAY(elements_small, SMALL)
ARRAY(elements_middle, MIDDLE)
ARRAY(elements_large, LARGE)
TIMED(host_prng, value = next(); hide(value))
