import IR

extension NICText {
  /// Functions that change a packet's length. Each returns 0 when there is no room; pointers into the packet are stale afterwards.
  static func changes(_ needs: PacketNeeds, _ program: Program) -> String {
    var text = needs.mayLackRoom ? lackingRoom(OwnReason.noRoom.index(in: program)) : ""
    if needs.inserts || needs.removes { text += moving }
    if needs.inserts { text += inserting }
    if needs.removes { text += removing }
    if needs.setsLength { text += setting }
    return text
  }

  private static func lackingRoom(_ reason: Int) -> String {
    """
    verified_alone int no_room(struct xdp_md *ctx, u32 path)
    {
      return drop(path, length_of(ctx), \(reason));
    }


    """
  }

  /// Bytes are moved by helpers in chunks where the place is not known beforehand.
  private static let moving = """
    enum { CHUNK = 64 };
    struct move { struct xdp_md *ctx; u32 from, to, size, failed; };

    /* Moves one chunk: the first ones first towards the front, the last ones first towards the end. */
    static __attribute__((noinline, unused)) long move_chunk(u32 index, struct move *move)
    {
      u64 chunk[CHUNK / 8];
      u32 done = index * CHUNK;
      u32 size = move->size - done < CHUNK ? move->size - done : CHUNK;
      u32 place = move->to < move->from ? done : move->size - done - size;
      asm("" : "+r"(size)); /* or the compiler would check the places instead */
      if (size == 0 || size > CHUNK) return 1;
      move->failed = bpf_xdp_load_bytes(move->ctx, move->from + place, chunk, size) ||
        bpf_xdp_store_bytes(move->ctx, move->to + place, chunk, size);
      return move->failed;
    }

    inline_always int move_bytes(struct xdp_md *ctx, u32 from, u32 to, u32 size)
    {
      struct move move = { .ctx = ctx, .from = from, .to = to, .size = size };
      bpf_loop((size + CHUNK - 1) / CHUNK, move_chunk, &move, 0);
      return !move.failed;
    }

    /* Words of a size known beforehand: those that the others do not run over first. */
    inline_always void copy_to_front(u8 *to, const u8 *from, const u32 size)
    {
      #pragma unroll
      for (u32 i = 0; i < size / 8; i++) ((u64 *)to)[i] = ((const u64 *)from)[i];
      if (size & 4) *(u32 *)(to + (size & ~7)) = *(const u32 *)(from + (size & ~7));
      if (size & 2) *(u16 *)(to + (size & ~3)) = *(const u16 *)(from + (size & ~3));
      if (size & 1) to[size - 1] = from[size - 1];
    }

    inline_always void copy_to_back(u8 *to, const u8 *from, const u32 size)
    {
      if (size & 1) to[size - 1] = from[size - 1];
      if (size & 2) *(u16 *)(to + (size & ~3)) = *(const u16 *)(from + (size & ~3));
      if (size & 4) *(u32 *)(to + (size & ~7)) = *(const u32 *)(from + (size & ~7));
      #pragma unroll
      for (u32 i = size / 8; i > 0; i--) ((u64 *)to)[i - 1] = ((const u64 *)from)[i - 1];
    }


    """

  private static let inserting = """
    inline_always int clear_bytes(struct xdp_md *ctx, u32 at, const u32 count)
    {
      u8 *place = (u8 *)(long)ctx->data + bounded(at);
      if (at > MOST_OFFSET || place + count > (u8 *)(long)ctx->data_end) return 0;
      #pragma unroll
      for (u32 i = 0; i < count / 8; i++) ((u64 *)place)[i] = 0;
      if (count & 4) *(u32 *)(place + (count & ~7)) = 0;
      if (count & 2) *(u16 *)(place + (count & ~3)) = 0;
      if (count & 1) place[count - 1] = 0;
      return 1;
    }

    /* Headers go by words, which is much faster than by helpers. The last word is read before others are written over it. All of them
       are in the packet: the loop asks for each only because the verifier does. */
    inline_always int move_few(struct xdp_md *ctx, u32 from, u32 size)
    {
      u8 *to = (u8 *)(long)ctx->data;
      const u8 *end = (u8 *)(long)ctx->data_end;
      const u8 *source = to + bounded(from);
      const u8 *last = source + bounded(size - 8);
      u8 *last_to = to + bounded(size - 8);
      if (from > MOST_OFFSET || size < 8 || size > CHUNK || last + 8 > end || last_to + 8 > end) return 0;
      u64 word = *(const u64 *)last;
      for (u32 i = 0; i + 8 < CHUNK; i += 8) {
        if (i + 8 >= size || source + i + 8 > end || to + i + 8 > end) break;
        *(u64 *)(to + i) = *(const u64 *)(source + i);
      }
      *(u64 *)last_to = word;
      return 1;
    }

    /* Moves what stands before `at` into the head room; returns where the room begins, or ~0. */
    verified_alone u32 open_gap(struct xdp_md *ctx, u32 at, u32 count)
    {
      u32 length = length_of(ctx);
      if (at > length) at = length;
      if (bpf_xdp_adjust_head(ctx, -(int)count)) return ~0u;
      return move_few(ctx, count, at) || move_bytes(ctx, count, 0, at) ? at : ~0u;
    }

    inline_always int insert_bytes(struct xdp_md *ctx, u32 at, const u32 count)
    {
      at = open_gap(ctx, at, count);
      return clear_bytes(ctx, at, count);
    }

    /* At a place that is known beforehand. */
    inline_always int insert_bytes_at(struct xdp_md *ctx, const u32 at, const u32 count)
    {
      u8 *data = (u8 *)(long)ctx->data;
      if (at && data + at > (u8 *)(long)ctx->data_end) return insert_bytes(ctx, at, count);
      if (bpf_xdp_adjust_head(ctx, -(int)count)) return 0;
      data = (u8 *)(long)ctx->data;
      if (data + count + at > (u8 *)(long)ctx->data_end) return 0;
      copy_to_front(data, data + count, at);
      return clear_bytes(ctx, at, count);
    }


    """

  private static let removing = """
    verified_alone int remove_bytes(struct xdp_md *ctx, u32 at, u32 count)
    {
      u32 length = length_of(ctx);
      if (at >= length) return 1;
      if (count > length - at) count = length - at;
      return move_bytes(ctx, 0, count, at) && !bpf_xdp_adjust_head(ctx, count);
    }

    /* At a place that is known beforehand. */
    inline_always int remove_bytes_at(struct xdp_md *ctx, const u32 at, u32 count)
    {
      u8 *data = (u8 *)(long)ctx->data;
      u8 *end = (u8 *)(long)ctx->data_end;
      u8 *to = data + bounded(count);
      if (count > MOST_OFFSET || data + at > end || to + at > end) return remove_bytes(ctx, at, count);
      copy_to_back(to, data, at);
      return !bpf_xdp_adjust_head(ctx, count);
    }


    """

  private static let setting = """
    /* The kernel clears what it appends. */
    inline_always int set_length(struct xdp_md *ctx, u32 wanted, u32 arrived)
    {
      u32 length = length_of(ctx);
      if (wanted > arrived + \(mostAppended)) return 0;
      return wanted == length || !bpf_xdp_adjust_tail(ctx, (int)(wanted - length));
    }


    """
}
