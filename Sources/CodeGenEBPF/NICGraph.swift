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
      resumeSizes = Set(points.map(\.liveCount)).sorted()
      let dialect = NICDialect(program, plan, states, keepsBucket: !points.isEmpty)
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
}
