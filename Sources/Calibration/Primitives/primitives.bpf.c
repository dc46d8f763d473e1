// What an eBPF half is made of, each alone in a loop that times itself, for `cora calibrate`.
//
// Every program runs BATCH operations in one BPF_PROG_TEST_RUN and adds the nanoseconds to a sample of its own, so that a run that
// lost its core is one sample among many. SMALL, MIDDLE and LARGE are the maps' sizes, powers of two, and come with the compilation.
#include <linux/bpf.h>
#include <linux/types.h>
#include <bpf/bpf_helpers.h>

#define BATCH 32
#define SAMPLES 4096
#define inline_always static inline __attribute__((always_inline))
/* Makes the compiler forget what it knows of a value. */
#define hide(value) asm volatile("" : "+r"(value))

/* Nanoseconds of a run: of its operations, and of a second kind of them where it has two. */
struct sample { __u64 first, second; };

struct {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(max_entries, SAMPLES);
  __uint(map_flags, BPF_F_MMAPABLE);
  __type(key, __u32);
  __type(value, struct sample);
} samples SEC(".maps");

/* The next sample's place, and the generator of keys. */
struct progress { __u64 runs, random; };

struct {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(max_entries, 1);
  __type(key, __u32);
  __type(value, struct progress);
} progress SEC(".maps");

inline_always struct progress *start(void)
{
  __u32 zero = 0;
  return bpf_map_lookup_elem(&progress, &zero);
}

inline_always int finish(struct progress *at, __u64 random, __u64 first, __u64 second)
{
  __u32 place = at->runs++ & (SAMPLES - 1);
  at->random = random;
  struct sample *sample = bpf_map_lookup_elem(&samples, &place);
  if (!sample) return XDP_ABORTED;
  sample->first = first;
  sample->second = second;
  return XDP_PASS;
}

/* Marsaglia's xorshift; never 0. */
inline_always __u64 next(__u64 random)
{
  random ^= random << 13;
  random ^= random >> 7;
  return random ^ random << 17;
}

/* A program that times BATCH turns of what is given, which may use `random` and `data`, 64 bytes of the packet. */
#define TIMED(NAME, ...) \
  SEC("xdp") int NAME(struct xdp_md *ctx) \
  { \
    struct progress *at = start(); \
    __u8 *data = (__u8 *)(long)ctx->data; \
    if (!at || data + 64 > (__u8 *)(long)ctx->data_end) return XDP_ABORTED; \
    __u64 random = at->random | 1; \
    const __u64 begin = bpf_ktime_get_ns(); \
    for (int i = 0; i < BATCH; i++) { __VA_ARGS__; } \
    const __u64 end = bpf_ktime_get_ns(); \
    return finish(at, random, end - begin, 0); \
  }

#define TWICE(...) { __VA_ARGS__; } { __VA_ARGS__; }
#define TIMES8(...) TWICE(TWICE(TWICE(__VA_ARGS__)))

/* ---- Instructions, eight to a turn ---- */

TIMED(nothing, hide(random))
TIMED(alu, TIMES8(random += i; hide(random)))
TIMED(branch, TIMES8(if (random == 42) return XDP_DROP; hide(random)))
TIMED(load_field, TIMES8(__u32 field = __builtin_bswap32(*(__u32 *)(data + 26)); hide(field)))
TIMED(store_field, TIMES8(*(__u32 *)(data + 26) = __builtin_bswap32(random); hide(random)))
TIMED(mix, TIMES8(random = (random ^ i) * 0x9e3779b97f4a7c15ull; random ^= random >> 32; hide(random)))

/* RFC 1624, equation 3, as the generated halves have it. */
inline_always __u64 adjust(__u16 check, __u64 old, __u64 new)
{
  __u64 sum = (~old & 0xffff) + (~old >> 16 & 0xffff) + (new & 0xffff) + (new >> 16 & 0xffff) + (__u16)~check;
  sum = (sum & 0xffff) + (sum >> 16);
  sum = (sum & 0xffff) + (sum >> 16);
  return (__u16)~sum;
}
TIMED(checksum, TIMES8(random = adjust(random, random, i); hide(random)))

/* ---- Helpers, one to a turn ---- */

TIMED(ktime, random += bpf_ktime_get_ns(); hide(random))
TIMED(ktime_coarse, random += bpf_ktime_get_coarse_ns(); hide(random))
TIMED(csum_diff, __u32 old[5] = {1, 2, 3, 4, 5}; random += bpf_csum_diff(old, 20, 0, 0, i); hide(random))

SEC("xdp") int adjust_head(struct xdp_md *ctx)
{
  struct progress *at = start();
  if (!at) return XDP_ABORTED;
  const __u64 begin = bpf_ktime_get_ns();
  for (int i = 0; i < BATCH / 2; i++)
    if (bpf_xdp_adjust_head(ctx, -48) || bpf_xdp_adjust_head(ctx, 48)) return XDP_ABORTED;
  return finish(at, at->random, bpf_ktime_get_ns() - begin, 0);
}

/* ---- Hash maps ---- */

/* A key's words are its number times an odd constant, and its number; the calibration fills the maps alike. */
#define KEY_FACTOR 0x9e3779b97f4a7c15ull
/* Added to the number of a key that no map has. */
#define ABSENT (1ull << 40)

struct key8 { __u64 words[1]; };
struct key16 { __u64 words[2]; };
struct key40 { __u64 words[5]; };
struct entry { __u64 words[4]; };

#define HASH(KEY, NAME, SIZE) \
  struct { \
    __uint(type, BPF_MAP_TYPE_HASH); \
    __uint(max_entries, SIZE); \
    __type(key, struct KEY); \
    __type(value, struct entry); \
  } NAME SEC(".maps");

#define MAKE(KEY, NUMBER) \
  struct KEY key; \
  __u64 number = (NUMBER); \
  key.words[0] = number * KEY_FACTOR; \
  for (int w = 1; w < sizeof key / 8; w++) key.words[w] = number

/* The next key depends on what was found, as a packet's work on what it looked up. */
#define FIND(KEY, NAME, NUMBER) \
  MAKE(KEY, NUMBER); \
  struct entry *found = bpf_map_lookup_elem(&NAME, &key); \
  if (found) random ^= found->words[1]

#define FINDS(KEY, NAME, SIZE) \
  HASH(KEY, NAME, SIZE) \
  TIMED(NAME##_hit, random = next(random); FIND(KEY, NAME, random & (SIZE - 1))) \
  TIMED(NAME##_miss, random = next(random); FIND(KEY, NAME, ABSENT | (random & (SIZE - 1))); else random += i)

/* What making keys costs beside the lookups. */
#define BARE(KEY) TIMED(KEY##_bare, random = next(random); MAKE(KEY, random & (SMALL - 1)); asm volatile("" :: "r"(&key) : "memory"))
BARE(key8) BARE(key16) BARE(key40)

/* Removes BATCH keys that are there, from a random one on, and makes others in their place; then all is put back. */
#define CHANGES(NAME, SIZE) \
  SEC("xdp") int NAME##_change(struct xdp_md *ctx) \
  { \
    struct progress *at = start(); \
    if (!at) return XDP_ABORTED; \
    const __u64 random = next(at->random | 1); \
    struct entry entry = {}; \
    const __u64 begin = bpf_ktime_get_ns(); \
    for (int i = 0; i < BATCH; i++) { MAKE(key16, (random + i * 641) & (SIZE - 1)); bpf_map_delete_elem(&NAME, &key); } \
    const __u64 middle = bpf_ktime_get_ns(); \
    for (int i = 0; i < BATCH; i++) { MAKE(key16, ABSENT | (random + i)); bpf_map_update_elem(&NAME, &key, &entry, BPF_NOEXIST); } \
    const __u64 end = bpf_ktime_get_ns(); \
    for (int i = 0; i < BATCH; i++) { MAKE(key16, ABSENT | (random + i)); bpf_map_delete_elem(&NAME, &key); } \
    for (int i = 0; i < BATCH; i++) { MAKE(key16, (random + i * 641) & (SIZE - 1)); bpf_map_update_elem(&NAME, &key, &entry, BPF_NOEXIST); } \
    return finish(at, random, end - middle, middle - begin); \
  } \
  SEC("xdp") int NAME##_update(struct xdp_md *ctx) \
  { \
    struct progress *at = start(); \
    if (!at) return XDP_ABORTED; \
    __u64 random = at->random | 1; \
    struct entry entry = {}; \
    const __u64 begin = bpf_ktime_get_ns(); \
    for (int i = 0; i < BATCH; i++) { random = next(random); MAKE(key16, random & (SIZE - 1)); bpf_map_update_elem(&NAME, &key, &entry, BPF_EXIST); } \
    return finish(at, random, bpf_ktime_get_ns() - begin, 0); \
  }

FINDS(key16, hash_small, SMALL)
FINDS(key16, hash_middle, MIDDLE)
FINDS(key16, hash_large, LARGE)
FINDS(key8, hash_key8, MIDDLE)
FINDS(key40, hash_key40, MIDDLE)
CHANGES(hash_small, SMALL)
CHANGES(hash_middle, MIDDLE)
CHANGES(hash_large, LARGE)
/* One key, always the same. */
TIMED(hash_one_hit, random = next(random); FIND(key16, hash_small, 7))
TIMED(add_entry, struct progress *word = at; __sync_fetch_and_add(&word->runs, 0))

/* ---- Longest prefixes ---- */

struct prefix { __u32 length, address; };

#define TRIE(NAME, SIZE) \
  struct { \
    __uint(type, BPF_MAP_TYPE_LPM_TRIE); \
    __uint(max_entries, SIZE); \
    __uint(map_flags, BPF_F_NO_PREALLOC); \
    __type(key, struct prefix); \
    __type(value, struct entry); \
  } NAME SEC(".maps"); \
  TIMED(NAME##_hit, random = next(random); \
    struct prefix key = {32, __builtin_bswap32((__u32)(random & (SIZE - 1)) << 8)}; \
    struct entry *found = bpf_map_lookup_elem(&NAME, &key); if (found) random ^= found->words[1])

TRIE(lpm_small, SMALL)
TRIE(lpm_middle, MIDDLE)

/* ---- Arrays ---- */

#define ELEMENTS(NAME, TYPE, SIZE) \
  struct { \
    __uint(type, BPF_MAP_TYPE_##TYPE); \
    __uint(max_entries, SIZE); \
    __type(key, __u32); \
    __type(value, __u64); \
  } NAME SEC(".maps");

#define AT(NAME, SIZE) \
  random = next(random); \
  __u32 place = random & (SIZE - 1); \
  __u64 *word = bpf_map_lookup_elem(&NAME, &place); \
  if (!word) return XDP_ABORTED

#define ARRAY(NAME, SIZE) \
  ELEMENTS(NAME, ARRAY, SIZE) \
  TIMED(NAME##_load, AT(NAME, SIZE); random ^= *word) \
  TIMED(NAME##_store, AT(NAME, SIZE); *word = 0) \
  TIMED(NAME##_add, AT(NAME, SIZE); __sync_fetch_and_add(word, 0)) \
  /* As a Maglev table is read: a remainder and an element. */ \
  TIMED(NAME##_pick, random = next(random); __u32 place = random % (SIZE - 3); \
    __u64 *word = bpf_map_lookup_elem(&NAME, &place); if (!word) return XDP_ABORTED; random ^= *word)

/* A row of a sketch: its column is a hash's. */
#define SKETCH(NAME, SIZE) \
  ELEMENTS(NAME, PERCPU_ARRAY, SIZE) \
  TIMED(NAME##_row, random = next(random); \
    __u64 hash = random * 0x9e3779b97f4a7c15ull; __u32 place = (hash ^ hash >> 32) & (SIZE - 1); \
    __u64 *word = bpf_map_lookup_elem(&NAME, &place); if (!word) return XDP_ABORTED; *word += 1)

ARRAY(array_small, SMALL)
ARRAY(array_middle, MIDDLE)
ARRAY(array_large, LARGE)
SKETCH(sketch_small, SMALL)
SKETCH(sketch_middle, MIDDLE)
SKETCH(sketch_large, LARGE)
TIMED(prng, random = next(random); hide(random))
/* ---- Meters ---- */

struct bucket { struct bpf_spin_lock lock; __u32 reserved; __u64 tokens, updated; };

struct {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(max_entries, 1);
  __type(key, __u32);
  __type(value, struct bucket);
} buckets SEC(".maps");

SEC("xdp") int meter(struct xdp_md *ctx)
{
  __u32 zero = 0;
  struct progress *at = start();
  struct bucket *bucket = bpf_map_lookup_elem(&buckets, &zero);
  if (!at || !bucket) return XDP_ABORTED;
  const __u64 begin = bpf_ktime_get_ns();
  for (int i = 0; i < BATCH; i++) {
    const __u64 now = begin + i;
    bpf_spin_lock(&bucket->lock);
    const __u64 passed = now > bucket->updated ? (now - bucket->updated) >> 10 : 0;
    __u64 held = bucket->tokens + passed * 1000;
    if (held > 1ull << 40) held = 1ull << 40;
    bucket->tokens = held >= 64ull << 20 ? held - (64ull << 20) : held;
    bucket->updated += passed << 10;
    bpf_spin_unlock(&bucket->lock);
  }
  return finish(at, at->random, bpf_ktime_get_ns() - begin, 0);
}

char _license[] SEC("license") = "Dual MIT/GPL";
