import CodeGenSupport
import IR
import Plan

/// The XDP program: the plan's part of the graph.
struct NICGraph {
  /// The program's C function.
  let function: String
  /// How many live values resume points hand over: one punt function each.
  let resumeSizes: [Int]

  init(_ program: Program, _ plan: OffloadPlan, _ states: NICStates) throws(CodeGenError) {
    var text = CText()
    text.line("SEC(\"xdp\")")
    text.line("int \(nicProgramName)(struct xdp_md *ctx)")
    text.open("{")
    if plan.offloads, plan.nicBlocks.contains(0), !program.blocks.isEmpty {
      let points = try ResumePoint.all(of: program, plan)
      try Self.checkHeadRoom(program, points)
      resumeSizes = Set(points.map(\.liveCount)).sorted()
      let dialect = NICDialect(program, plan, states)
      var emitter = try GraphEmitter(nicHalfOf: program, plan, dialect: dialect, level: 1)
      let body = try emitter.body()
      Self.open(&text, keepsBucket: !points.isEmpty)
      text.line()
      self.function = text.text + body + "}\n"
    } else {
      resumeSizes = []
      text.line("return punt_restart(ctx, CORA_CUT_NOT_OFFLOADED, read_clock());")
      text.close()
      self.function = text.text
    }
  }

  /// A resumed packet may have been rewritten by then, so its bucket is taken from the packet as it came.
  private static func open(_ text: inout CText, keepsBucket: Bool) {
    text.line("u8 *data = (u8 *)(long)ctx->data;")
    text.line("u8 *end = (u8 *)(long)ctx->data_end;")
    text.line("maybe_unused u32 length = end - data;")
    text.line("maybe_unused u64 now = 0;")
    if keepsBucket { text.line("u32 bucket = bucket_of(data, end);") }
  }

  /// Head room that every driver gives: 256 bytes less the kernel's own note of the packet.
  private static let headRoom = 216

  /// What was inserted before a resume leaves room for the punt header.
  private static func checkHeadRoom(_ program: Program, _ points: [ResumePoint]) throws(CodeGenError) {
    var before = [Int](repeating: 0, count: program.blocks.count)
    var after = before
    for (index, block) in program.blocks.enumerated() {
      after[index] = before[index] + block.instructions.reduce(0) { $0 + $1.operation.insertedBytes }
      for target in block.terminator.targets {
        before[target.block.index] = max(before[target.block.index], after[index])
      }
    }
    for point in points where after[point.from.index] + puntHeaderBytes + point.liveCount * 8 > headRoom {
      let inserted = after[point.from.index]
      throw .notOnNIC(
        what: "no head room to resume with \(point.liveCount) values and \(inserted) inserted bytes",
        block: point.from.index)
    }
  }

  /// `sizeof(struct cora_punt)`.
  private static let puntHeaderBytes = 48
}

extension Operation {
  fileprivate var insertedBytes: Int { if case .insertBytes(_, let count) = self { count } else { 0 } }
}
