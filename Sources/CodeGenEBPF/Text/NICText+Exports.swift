import CodeGenSupport
import IR
import Plan

extension NICText {
  /// The slot of `cora_cuts` that counts exports for which the ring had no room.
  static func lostExports(_ plan: OffloadPlan) -> Int { plan.cuts.count + 2 }

  /// Records for the control plane. Whoever drains the ring looks at it from time to time and is not woken.
  static func exports(_ needs: PacketNeeds) -> String {
    guard needs.exports else { return "" }
    return """
      struct cora_export { u16 stream, count; u32 reserved; u64 values[]; };

      struct {
        __uint(type, BPF_MAP_TYPE_RINGBUF);
        __uint(max_entries, \(ringBytes));
      } cora_exports SEC(".maps");

      inline_always struct cora_export *export_record(u32 stream, const u32 count)
      {
        struct cora_export *record = bpf_ringbuf_reserve(&cora_exports, sizeof *record + count * 8, 0);
        if (!record) {
          count_cut(CORA_CUT_EXPORT_LOST);
          return 0;
        }
        record->stream = stream;
        record->count = count;
        record->reserved = 0;
        return record;
      }


      """
  }

  private static let ringBytes = 1 << 20
}
