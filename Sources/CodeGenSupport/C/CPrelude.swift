/// What both generated files begin with: integer types and the operations of the IR that C does not have.
public enum CPrelude {
  /// Include `<stdint.h>` before it, except for BPF, where `<linux/types.h>` is enough.
  public static let text = """
    #ifdef __bpf__
    typedef __u8 u8;
    typedef __u16 u16;
    typedef __u32 u32;
    typedef __u64 u64;
    typedef __s64 s64;
    #else
    typedef uint8_t u8;
    typedef uint16_t u16;
    typedef uint32_t u32;
    typedef uint64_t u64;
    typedef int64_t s64;
    #endif

    #define maybe_unused __attribute__((unused))
    #define inline_always static inline __attribute__((always_inline)) maybe_unused

    #if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    #define swap16(x) __builtin_bswap16(x)
    #define swap32(x) __builtin_bswap32(x)
    #define swap64(x) __builtin_bswap64(x)
    #else
    #define swap16(x) (x)
    #define swap32(x) (x)
    #define swap64(x) (x)
    #endif

    /* Packet fields: big endian, at any address. The BPF machine loads unaligned words as they are. */
    #ifdef __bpf__
    inline_always u16 load16(const u8 *p) { return swap16(*(const u16 *)p); }
    inline_always u32 load32(const u8 *p) { return swap32(*(const u32 *)p); }
    inline_always u64 load64(const u8 *p) { return swap64(*(const u64 *)p); }
    inline_always void store16(u8 *p, u16 v) { *(u16 *)p = swap16(v); }
    inline_always void store32(u8 *p, u32 v) { *(u32 *)p = swap32(v); }
    inline_always void store64(u8 *p, u64 v) { *(u64 *)p = swap64(v); }
    #else
    inline_always u16 load16(const u8 *p) { u16 v; __builtin_memcpy(&v, p, 2); return swap16(v); }
    inline_always u32 load32(const u8 *p) { u32 v; __builtin_memcpy(&v, p, 4); return swap32(v); }
    inline_always u64 load64(const u8 *p) { u64 v; __builtin_memcpy(&v, p, 8); return swap64(v); }
    inline_always void store16(u8 *p, u16 v) { v = swap16(v); __builtin_memcpy(p, &v, 2); }
    inline_always void store32(u8 *p, u32 v) { v = swap32(v); __builtin_memcpy(p, &v, 4); }
    inline_always void store64(u8 *p, u64 v) { v = swap64(v); __builtin_memcpy(p, &v, 8); }
    #endif

    inline_always u64 min64(u64 a, u64 b) { return a < b ? a : b; }
    inline_always u64 max64(u64 a, u64 b) { return a > b ? a : b; }
    inline_always u64 add_sat(u64 a, u64 b, u64 most) { return b > most - a ? most : a + b; }
    inline_always u64 sub_sat(u64 a, u64 b) { return a > b ? a - b : 0; }
    inline_always u64 div0(u64 a, u64 b) { return b ? a / b : 0; }
    inline_always u64 rem0(u64 a, u64 b) { return b ? a % b : 0; }
    inline_always u64 shift_left(u64 a, u64 n) { return n < 64 ? a << n : 0; }
    inline_always u64 shift_right(u64 a, u64 n) { return n < 64 ? a >> n : 0; }

    /* One step of the 64-bit mix that all sites share. */
    inline_always u64 mix(u64 h, u64 v) { h = (h ^ v) * 0x9e3779b97f4a7c15ull; return h ^ h >> 32; }

    /* RFC 1624, equation 3: the checksum after data changed by `sum`, the sum of ~old and new 16-bit words. */
    inline_always u16 fold_checksum(u16 check, u64 sum) {
      sum += (u16)~check;
      sum = (sum & 0xffff) + (sum >> 16);
      sum = (sum & 0xffff) + (sum >> 16);
      return ~sum;
    }
    inline_always u64 words16(u64 v) { return v & 0xffff; }
    inline_always u64 words32(u64 v) { return words16(v) + (v >> 16 & 0xffff); }
    inline_always u64 words48(u64 v) { return words32(v) + (v >> 32 & 0xffff); }
    inline_always u64 words64(u64 v) { return words48(v) + (v >> 48); }
    inline_always u16 adjust16(u16 check, u64 old, u64 new) { return fold_checksum(check, words16(~old) + words16(new)); }
    inline_always u16 adjust32(u16 check, u64 old, u64 new) { return fold_checksum(check, words32(~old) + words32(new)); }
    inline_always u16 adjust48(u16 check, u64 old, u64 new) { return fold_checksum(check, words48(~old) + words48(new)); }
    inline_always u16 adjust64(u16 check, u64 old, u64 new) { return fold_checksum(check, words64(~old) + words64(new)); }

    """

  /// Names that the prelude defines; locals must not shadow them.
  public static let names: [String] = [
    "inline_always", "maybe_unused", "swap16", "swap32", "swap64", "load16", "load32", "load64", "store16", "store32",
    "store64", "min64",
    "max64", "add_sat", "sub_sat", "div0", "rem0", "shift_left", "shift_right", "mix", "fold_checksum", "words16",
    "words32", "words48", "words64", "adjust16", "adjust32", "adjust48", "adjust64",
  ]
}
