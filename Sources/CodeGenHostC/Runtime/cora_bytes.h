/// A packet's bytes in a generated host half: moving, summing and hashing them, walking IPv6 extension headers. Needs the
/// prelude of the generators.
#ifndef CORA_BYTES_H
#define CORA_BYTES_H

#define CORA_MOST_APPENDED 512 /* bytes that a packet may grow by at its end */
#define CORA_MOST_SUMMED 2048  /* bytes that sums and hashes look at */

/// Makes room for `count` zero bytes before byte `at`: what stands before moves into the head room; where that is too
/// small, what stands behind into the tail room. 0 when there is no room.
CORA_INLINE int cora_insert_bytes(struct cora_packet *packet, uint32_t at, uint32_t count) {
  if (at > packet->length) at = packet->length;
  if (packet->headroom >= count) {
    memmove(packet->data - count, packet->data, at);
    packet->data -= count;
    packet->headroom -= count;
  } else if (packet->tailroom >= count) {
    memmove(packet->data + at + count, packet->data + at, packet->length - at);
    packet->tailroom -= count;
  } else {
    return 0;
  }
  memset(packet->data + at, 0, count);
  packet->length += count;
  return 1;
}

/// Takes bytes away; those past the end are not there to be taken.
CORA_INLINE void cora_remove_bytes(struct cora_packet *packet, uint32_t at, uint32_t count) {
  if (at >= packet->length) return;
  if (count > packet->length - at) count = packet->length - at;
  memmove(packet->data + count, packet->data, at);
  packet->data += count;
  packet->headroom += count;
  packet->length -= count;
}

/// Cuts the packet, or appends zero bytes. 0 when it would get too long, or when there is no room.
CORA_INLINE int cora_set_length(struct cora_packet *packet, uint32_t wanted) {
  if (wanted <= packet->length) {
    packet->tailroom += packet->length - wanted;
    packet->length = wanted;
    return 1;
  }
  uint32_t more = wanted - packet->length;
  if (wanted > (uint64_t)packet->arrived + CORA_MOST_APPENDED) return 0;
  if (packet->tailroom < more) {
    uint32_t back = more - packet->tailroom;
    if (packet->headroom < back) return 0;
    memmove(packet->data - back, packet->data, packet->length);
    packet->data -= back;
    packet->headroom -= back;
    packet->tailroom += back;
  }
  memset(packet->data + packet->length, 0, more);
  packet->tailroom -= more;
  packet->length = wanted;
  return 1;
}

/// The part of a range that is in the packet and is looked at.
CORA_INLINE uint32_t cora_clip(uint32_t offset, uint32_t count, uint32_t length) {
  uint32_t left = offset < length ? length - offset : 0;
  if (count > left) count = left;
  return count < CORA_MOST_SUMMED ? count : CORA_MOST_SUMMED;
}

/// The ones' complement sum of big-endian 16-bit words; an odd last byte is a high byte.
static __attribute__((noinline, unused)) u16 cora_sum_bytes(const u8 *data, u32 length, u32 offset, u32 wanted) {
  u32 count = cora_clip(offset, wanted, length);
  const u8 *at = data + (count ? offset : 0);
  u64 sum = 0;
  for (; count >= 4; count -= 4, at += 4) sum += load32(at);
  if (count >= 2) sum += load16(at), count -= 2, at += 2;
  if (count) sum += (u32)*at << 8;
  while (sum >> 16) sum = (sum & 0xffff) + (sum >> 16);
  return (u16)sum;
}

/// Mixes big-endian words of eight bytes, the last one filled up with zero bytes, then the number of bytes, into `hash`.
static __attribute__((noinline, unused)) u64 cora_hash_bytes(
    u64 hash, const u8 *data, u32 length, u32 offset, u32 wanted) {
  const u32 count = cora_clip(offset, wanted, length);
  const u8 *at = data + (count ? offset : 0);
  u32 left = count;
  for (; left >= 8; left -= 8, at += 8) hash = mix(hash, load64(at));
  if (left) {
    u64 word = 0;
    for (u32 byte = 0; byte < left; byte++) word |= (u64)at[byte] << (56 - 8 * byte);
    hash = mix(hash, word);
  }
  return mix(hash, count);
}

/// Walks IPv6 extension headers, eight at most, as far as the header of a later fragment. Bits 0-15: the offset of what
/// follows; 16-23: its protocol, 59 where a header is cut off or more follow; 24: a fragment; 25: not the first one;
/// 32-63: its identification.
static __attribute__((noinline, unused)) u64 cora_skip_extensions(
    const u8 *data, u32 length, u32 protocol, u32 first) {
  u64 offset = first, flags = 0, id = 0;
  for (u32 headers = 0; !(flags >> 25); headers++) {
    if (protocol != 0 && protocol != 43 && protocol != 44 && protocol != 51 && protocol != 60) break;
    const u64 least = offset + 8 <= length ? 8 : 0;
    const u64 bytes = !least || protocol == 44 ? least
      : protocol == 51 ? ((u64)data[offset + 1] + 2) * 4 : ((u64)data[offset + 1] + 1) * 8;
    if (headers == 8 || !least || offset + bytes > length) {
      protocol = 59;
      break;
    }
    if (protocol == 44) {
      const u32 place = load16(data + offset + 2);
      flags |= place >> 3 ? (u64)3 << 24 : (u64)(place & 1) << 24;
      id = load32(data + offset + 4);
    }
    protocol = data[offset];
    offset += bytes;
  }
  return (offset & 0xffff) | (u64)protocol << 16 | flags | id << 32;
}

#endif
