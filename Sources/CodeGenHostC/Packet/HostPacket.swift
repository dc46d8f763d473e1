import CodeGenSupport
import IR
import Plan

/// The functions that run packets.
struct HostPacket {
  var program: Program
  var plan: OffloadPlan
  var groups: [HostGroup]
  var points: [ResumePoint]
  var pathCount: Int

  var text: String {
    get throws(CodeGenError) {
      let dialect = HostDialect(
        program: program, groups: groups, sharing: HostSharing(program, plan), resumes: !points.isEmpty)
      var emitter = try GraphEmitter(hostHalfOf: program, plan, dialect: dialect)
      let body = try emitter.body()
      let ahead = HostLookAhead(program)
      let parts = [
        "/* ---- Packets ---- */\n", endings, leaving, handOver, run(body), try lookAhead(ahead, dialect),
        burst(looksAhead: !ahead.maps.isEmpty),
      ]
      return parts.filter { !$0.isEmpty }.joined(separator: "\n")
    }
  }

  private var endings: String {
    """
    inline_always void finish(struct cora_nf *nf, struct cora_packet *packet, u8 verdict, u32 path) {
      packet->verdict = verdict;
      packet->path = path;
      if (path >= \(pathCount)) return;
      nf->cora_paths[path].packets++;
      nf->cora_paths[path].bytes += packet->length;
    }

    inline_always void drop(struct cora_nf *nf, struct cora_packet *packet, u16 reason, u32 path) {
      packet->reason = reason;
      nf->cora_drops[reason]++;
      finish(nf, packet, CORA_DROP, path);
    }

    """
  }

  /// What leaves beside the packet.
  private var leaving: String {
    (program.mirrors ? mirror : "") + (program.mirrors && exports ? "\n" : "") + (exports ? export : "")
  }

  private var exports: Bool { !program.streams.isEmpty }

  private var mirror: String {
    """
    /// Sends a copy of the packet out by a port.
    inline_always void mirror(struct cora_nf *nf, const u8 *data, u32 length, u32 port) {
      nf->cora_mirrored[port]++;
      if (nf->cora_runtime.mirror) nf->cora_runtime.mirror(nf->cora_runtime.context, data, length, port);
    }

    """
  }

  private var export: String {
    """
    /// Gives a record to the control plane.
    inline_always void export(struct cora_nf *nf, u32 stream, const uint64_t *values, u32 count) {
      nf->cora_exported[stream]++;
      if (nf->cora_runtime.export) nf->cora_runtime.export(nf->cora_runtime.context, stream, values, count);
    }

    """
  }

  /// What only a half beside a NIC half has.
  private var handOver: String {
    guard plan.offloads else { return "" }
    return """
      /// A packet that the halves could not hand over: its record did not come back, or its punt header makes no sense.
      static __attribute__((noinline)) void drop_handed_over(struct cora_nf *nf, struct cora_packet *packet) {
        packet->verdict = CORA_DROP;
        packet->reason = \(program.reasons.count);
        nf->cora_drops[\(program.reasons.count)]++;
      }

      /// Whether the packet begins at the entry, or at a resume point with a path and headers that can be.
      inline_always int is_resumable(const struct cora_packet *packet) {
        if (packet->resume == CORA_PUNT_RESTART) return 1;
        if (packet->live == NULL || packet->path >= \(pathCount)) return 0;
        switch (packet->resume) {
      \(points.map(headersFit).joined())  default: return 0;
        }
      }

      """
  }

  private func headersFit(_ point: ResumePoint) -> String {
    let start = point.values.count + point.arguments.count
    let tests = point.headers.enumerated().map { position, header in
      let bytes = program[header].bytes
      return "packet->length >= \(bytes) && packet->live[\(start + position)] <= packet->length - \(bytes)"
    }
    return "  case \(point.index): return \(tests.isEmpty ? "1" : tests.joined(separator: " && "));\n"
  }

  private func run(_ body: String) -> String {
    let fixed = program.movesBytes ? "" : "const "
    let ends = [
      (HostDialect.failure, "drop_handed_over(nf, packet);"),
      (HostDialect.noRoom, "drop(nf, packet, \(OwnReason.noRoom.index(in: program)), path);"),
    ].filter { body.contains("goto \($0.0);") }
    return """
      static void run(struct cora_nf *nf, struct cora_packet *packet, const u64 now) {
        u8 *\(fixed)data = packet->data;
        \(fixed)u32 length = packet->length;
        (void)data, (void)length, (void)now;

      \(body)\(ends.map { "\n \($0.0):\n  return \($0.1)\n" }.joined())}

      """
  }

  /// Packets that are looked ahead for together.
  static let stride = 32

  private func burst(looksAhead: Bool) -> String {
    let expiries = groups.filter { $0.timeout != 0 }.map { group in
      "  if (cora_may_be_due(&nf->\(group.name), &\(group.name)_shape, now))\n"
        + "    \(group.name)_expire(nf, now, UINT32_MAX);\n"
    }
    let check = plan.offloads ? "  if (!is_resumable(packet)) return drop_handed_over(nf, packet);\n" : ""
    let arrived = program.movesBytes ? "  if (!packet->arrived) packet->arrived = packet->length;\n" : ""
    let fetch = looksAhead ? "    if (some > 1) fetch(nf, &packets[from], some);\n" : ""
    return """
      /// What is due by the packet's time goes first; then the packet finds the states as they are.
      inline_always void process(struct cora_nf *nf, struct cora_packet *packet) {
        const u64 now = max64(nf->cora_clock, packet->now);
        nf->cora_clock = now;
      \(arrived)\(expiries.joined())\(check)  run(nf, packet, now);
      }

      static void process_burst(struct cora_nf *nf, struct cora_packet *packets, uint32_t count) {
        for (uint32_t from = 0; from < count; from += \(Self.stride)) {
          const uint32_t some = count - from < \(Self.stride) ? count - from : \(Self.stride);
      \(fetch)    for (uint32_t at = from; at < from + some; at++) process(nf, &packets[at]);
        }
      }

      """
  }
}
