import CodeGenSupport

extension NICText {
  /// The hand-over to the host half. The functions are not inlined, so that a hot path has only the call; `adjust_head` comes
  /// last, as no pointer into the packet is good after it.
  static func punt(_ resumeSizes: [Int]) -> String {
    var text = CText()
    text.lines(common)
    for size in resumeSizes { text.lines(resume(size)) }
    return text.text
  }

  private static let common = """
    /* The ledger's bucket of a packet: packets of one flow share one. */
    inline_always u32 bucket_of(const u8 *data, const u8 *end)
    {
      u64 hash = \(IntTypeText.seedZero);
      if (data + 34 <= end && load16(data + 12) == 0x0800) {
        const u8 *next = data + 14 + bounded((u32)(data[14] & 15) << 2);
        hash = mix(hash, load64(data + 26));
        hash = mix(hash, next + 4 <= end ? load32(next) : 0);
      } else if (data + 54 <= end && load16(data + 12) == 0x86dd) {
        hash = mix(mix(hash, load64(data + 22)), load64(data + 30));
        hash = mix(mix(hash, load64(data + 38)), load64(data + 46));
        hash = mix(hash, data + 58 <= end ? load32(data + 54) : 0);
      } else if (data + 12 <= end) {
        hash = mix(mix(hash, load64(data)), load32(data + 8));
      }
      return hash & (CORA_LEDGER_BUCKETS - 1);
    }

    inline_always void count_cut(u32 cut)
    {
      u64 *packets = bpf_map_lookup_elem(&cora_cuts, &cut);
      if (packets) ++*packets;
    }

    inline_always u32 next_sequence(u32 bucket)
    {
      struct cora_ledger *ledger = bpf_map_lookup_elem(&cora_ledger, &bucket);
      return ledger ? __sync_fetch_and_add(&ledger->punted, 1) + 1 : 0;
    }

    /* What a punted packet takes along. */
    struct punt_note { u32 cut, resume, path, bucket, arrived; u64 now; };

    inline_always int punt(struct xdp_md *ctx, const struct punt_note *note, const u64 *live, const u32 live_count)
    {
      if (bpf_xdp_adjust_head(ctx, -(int)(sizeof(struct cora_punt) + live_count * 8))) {
        count_cut(CORA_CUT_NO_HEADROOM);
        return XDP_DROP;
      }
      u8 *data = (u8 *)(long)ctx->data;
      u8 *end = (u8 *)(long)ctx->data_end;
      struct cora_punt *header = (struct cora_punt *)data;
      if (data + sizeof *header + live_count * 8 > end) return XDP_ABORTED;
      count_cut(note->cut);
      *header = (struct cora_punt){
        .destination = { 0x02, 0x43, 0x6f, 0x72, 0x61, 0x00 },
        .source = { 0x02, 0x43, 0x6f, 0x72, 0x61, 0x01 },
        .ethertype = swap16(CORA_PUNT_ETHERTYPE),
        .resume = note->resume,
        .magic = CORA_PUNT_MAGIC,
        .port = cora_port,
        .live_count = live_count,
        .path = note->path,
        .ledger = note->bucket,
        .now = note->now,
        .sequence = next_sequence(note->bucket),
        .arrived = note->arrived,
      };
      u64 *values = (u64 *)(header + 1);
      #pragma unroll
      for (u32 i = 0; i < live_count; i++) values[i] = live[i];
      if (cora_test_mode) {
        struct cora_test *test = test_record();
        if (!test) return XDP_ABORTED;
        test->verdict = CORA_TEST_PUNTED;
        test->cut = note->cut;
        return XDP_TX;
      }
      if (cora_punt_mode == 1) return XDP_PASS;
      return bpf_redirect_map(&xsks_map, ctx->rx_queue_index, XDP_PASS);
    }

    verified_alone int punt_restart(struct xdp_md *ctx, u32 cut, u64 now)
    {
      struct punt_note note = { .cut = cut, .resume = CORA_PUNT_RESTART, .now = now };
      note.bucket = bucket_of((u8 *)(long)ctx->data, (u8 *)(long)ctx->data_end);
      note.arrived = length_of(ctx);
      return punt(ctx, &note, 0, 0);
    }


    """

  private static func resume(_ size: Int) -> String {
    let live = size == 0 ? "" : ", const u64 *live"
    return """
      static __attribute__((noinline, unused)) int punt_resume_\(size)(struct xdp_md *ctx, const struct punt_note *note\(live))
      {
        return punt(ctx, note, \(size == 0 ? "0" : "live"), \(size));
      }


      """
  }
}

private enum IntTypeText {
  /// `mix64(seed: 0, [])`.
  static let seedZero = "0x9e3779b97f4a7c15ull"
}
