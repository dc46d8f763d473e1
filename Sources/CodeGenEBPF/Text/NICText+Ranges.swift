import IR

extension NICText {
  static var mostAppended: Int { Program.mostAppendedBytes }

  /// Functions that read ranges of a packet's bytes, and extension headers.
  static func reads(_ needs: PacketNeeds) -> String {
    var text = ""
    if needs.sums || needs.hashes { text += ranges }
    if needs.sums { text += sum }
    if needs.hashes { text += hash }
    if needs.walks { text += walk }
    return text
  }

  private static let ranges = """
    enum { PIECE = 64 };
    struct range { struct xdp_md *ctx; u32 offset, length; u64 result; };

    /* The part of a range that lies in the packet. */
    inline_always struct range range_of(struct xdp_md *ctx, u32 offset, u32 length, u64 start)
    {
      u32 most = length_of(ctx);
      if (offset > most) offset = most;
      if (length > most - offset) length = most - offset;
      if (length > \(Program.mostSummedBytes)) length = \(Program.mostSummedBytes);
      return (struct range){ .ctx = ctx, .offset = offset, .length = length, .result = start };
    }

    /* The whole piece of that index, or null. */
    inline_always const u8 *piece_of(const struct range *range, u32 index)
    {
      u32 offset = range->offset + index * PIECE;
      const u8 *piece = (u8 *)(long)range->ctx->data + bounded(offset);
      return offset <= MOST_OFFSET && piece + PIECE <= (u8 *)(long)range->ctx->data_end ? piece : 0;
    }

    /* Copies what is left behind the whole pieces into `rest`, which is zero; returns how many bytes that is. */
    inline_always u32 load_rest(const struct range *range, u64 *rest)
    {
      u32 size = range->length % PIECE;
      if (size == 0) return 0;
      bpf_xdp_load_bytes(range->ctx, range->offset + range->length - size, rest, size);
      return size;
    }


    """

  private static let sum = """
    /* Words were added as they lie in memory; the sum's bytes change places (RFC 1071). */
    inline_always u64 folded(u64 sum)
    {
      sum = (sum & 0xffffffff) + (sum >> 32);
      sum = (sum & 0xffff) + (sum >> 16);
      sum = (sum & 0xffff) + (sum >> 16);
      sum = (sum & 0xffff) + (sum >> 16);
      return swap16((u16)sum);
    }

    static __attribute__((noinline, unused)) long sum_piece(u32 index, struct range *range)
    {
      const u8 *piece = piece_of(range, index);
      if (!piece) return 1;
      u64 sum = range->result;
      #pragma unroll
      for (u32 i = 0; i < PIECE / 4; i++) sum += ((const u32 *)piece)[i];
      range->result = sum;
      return 0;
    }

    verified_alone u64 sum_range(struct xdp_md *ctx, u32 offset, u32 length)
    {
      struct range range = range_of(ctx, offset, length, 0);
      bpf_loop(range.length / PIECE, sum_piece, &range, 0);
      u64 rest[PIECE / 8] = {};
      u64 sum = range.result;
      if (load_rest(&range, rest)) {
        #pragma unroll
        for (u32 i = 0; i < PIECE / 8; i++) sum += (rest[i] & 0xffffffff) + (rest[i] >> 32);
      }
      return folded(sum);
    }

    /* A header's sum needs no loop. */
    inline_always u64 sum_bytes(struct xdp_md *ctx, u32 offset, u32 length)
    {
      if (!__builtin_constant_p(length) || length > PIECE || length % 4) return sum_range(ctx, offset, length);
      const u8 *header = (u8 *)(long)ctx->data + bounded(offset);
      if (offset > MOST_OFFSET || header + length > (u8 *)(long)ctx->data_end) return sum_range(ctx, offset, length);
      u64 sum = 0;
      #pragma unroll
      for (u32 i = 0; i < length / 4; i++) sum += ((const u32 *)header)[i];
      return folded(sum);
    }


    """

  private static let hash = """
    static __attribute__((noinline, unused)) long hash_piece(u32 index, struct range *range)
    {
      const u8 *piece = piece_of(range, index);
      if (!piece) return 1;
      u64 hash = range->result;
      #pragma unroll
      for (u32 i = 0; i < PIECE; i += 8) hash = mix(hash, load64(piece + i));
      range->result = hash;
      return 0;
    }

    verified_alone u64 hash_bytes(struct xdp_md *ctx, u64 start, u32 offset, u32 length)
    {
      struct range range = range_of(ctx, offset, length, start);
      bpf_loop(range.length / PIECE, hash_piece, &range, 0);
      u64 rest[PIECE / 8] = {};
      u64 hash = range.result;
      u32 size = load_rest(&range, rest);
      #pragma unroll
      for (u32 i = 0; i < PIECE / 8; i++) if (i * 8 < size) hash = mix(hash, swap64(rest[i]));
      return mix(hash, range.length);
    }


    """

  private static let walk = """
    /* A walk over IPv6 extension headers. */
    struct walk { struct xdp_md *ctx; u32 offset, protocol, flags, identification; };
    enum { FRAGMENT = 1, LATER_FRAGMENT = 2 };

    inline_always int is_extension(u32 protocol)
    {
      return protocol <= 60 && (1ull << 0 | 1ull << 43 | 1ull << 44 | 1ull << 51 | 1ull << 60) >> protocol & 1;
    }

    static __attribute__((noinline, unused)) long skip_one(u32 index, struct walk *walk)
    {
      const u8 *data = (u8 *)(long)walk->ctx->data;
      const u8 *end = (u8 *)(long)walk->ctx->data_end;
      u32 protocol = walk->protocol, offset = walk->offset;
      if (!is_extension(protocol) || walk->flags & LATER_FRAGMENT) return 1;
      const u8 *header = data + bounded(offset);
      walk->protocol = \(ExtensionWalk.nothingFollows);
      if (index >= \(ExtensionWalk.mostHeaders) || offset > MOST_OFFSET || header + 8 > end) return 1;
      u32 bytes = protocol == 44 ? 8 : protocol == 51 ? (header[1] + 2) * 4 : (header[1] + 1) * 8;
      if (offset + bytes > length_of(walk->ctx)) return 1;
      if (protocol == 44) {
        u32 position = load16(header + 2);
        if (position & 0xfff9) walk->flags |= FRAGMENT;
        if (position >> 3) walk->flags |= LATER_FRAGMENT;
        walk->identification = load32(header + 4);
      }
      walk->protocol = header[0];
      walk->offset = offset + bytes;
      return 0;
    }

    verified_alone u64 walk_extensions(struct xdp_md *ctx, u32 protocol, u32 offset)
    {
      struct walk walk = { .ctx = ctx, .offset = offset, .protocol = protocol };
      bpf_loop(\(ExtensionWalk.mostHeaders + 1), skip_one, &walk, 0);
      return (walk.offset & 0xffff) | (u64)walk.protocol << 16 | (u64)walk.flags << 24 | (u64)walk.identification << 32;
    }

    /* Most packets have none. */
    inline_always u64 skip_extensions(struct xdp_md *ctx, u32 protocol, u32 offset)
    {
      return is_extension(protocol) ? walk_extensions(ctx, protocol, offset) : (offset & 0xffff) | protocol << 16;
    }


    """
}
