import IR
import Plan

/// Prints the part of a program's graph that one half runs as the body of a C function.
///
/// A block with one way in stands in place of the edge into it, the smaller arm of a branch nested and the larger one
/// after it, so that code reads from top to bottom; a join stands behind a label, in the scope of the block that
/// dominates it. Control never reaches the end of the body.
public struct GraphEmitter<Dialect: CDialect> {
  public internal(set) var dialect: Dialect
  var code: CFunction
  let program: Program
  let shape: GraphShape
  let uses: ValueUses
  let paths: PathNumbering
  let cuts: [Edge: CutEdge]
  let entries: [ResumePoint]
  /// Numbers that constants give.
  let constants: [Value: UInt64]
  /// Names that tell where values come from.
  let hints: [Value: String]
  var labels: [Int: String] = [:]

  /// The NIC half: leaves the graph at the plan's cuts.
  public init(nicHalfOf program: Program, _ plan: OffloadPlan, dialect: Dialect, level: Int = 1) throws(CodeGenError) {
    var cuts: [Edge: CutEdge] = [:]
    let points = try ResumePoint.all(of: program, plan)
    for (position, cut) in plan.cuts.enumerated() {
      let resume = points.first { $0.cut == position }
      cuts[Edge(BlockID(cut.from), cut.edge)] = CutEdge(cut: position, resume: resume)
    }
    self.init(program, dialect: dialect, cuts: cuts, entries: [], level: level)
    try checkBlocks(Set(plan.nicBlocks))
  }

  /// The host half: runs the whole graph, and also begins at the plan's resume points.
  public init(hostHalfOf program: Program, _ plan: OffloadPlan, dialect: Dialect, level: Int = 1) throws(CodeGenError) {
    let points = try ResumePoint.all(of: program, plan)
    self.init(program, dialect: dialect, cuts: [:], entries: points, level: level)
  }

  private init(
    _ program: Program, dialect: Dialect, cuts: [Edge: CutEdge], entries: [ResumePoint], level: Int
  ) {
    let targets = Set(entries.map(\.target.index)).sorted()
    self.program = program
    self.dialect = dialect
    self.cuts = cuts
    self.entries = entries
    shape = GraphShape(program, roots: [0] + targets) { cuts[Edge(BlockID($0), $1)] != nil }
    uses = ValueUses(program, shape, cuts: cuts)
    paths = PathNumbering(program)
    constants = ValueHints.constants(in: program)
    hints = ValueHints.all(in: program)
    code = CFunction(program, reservedNames: dialect.reservedNames, level: level)
  }

  /// The body's text.
  public mutating func body() throws(CodeGenError) -> String {
    code.line("maybe_unused u32 path = \(dialect.initialPath);")
    inlineKnownValues()
    hoist()
    for block in shape.isReached.indices where shape.isReached[block] && shape.isJoin(block) {
      labels[block] = code.fresh(label(for: block))
    }
    emitEntries()
    try emit(block: 0)
    try emitJoins(in: -1)
    return code.text.text
  }

  private func checkBlocks(_ allowed: Set<Int>) throws(CodeGenError) {
    for (index, block) in program.blocks.enumerated() where shape.isReached[index] && allowed.contains(index) {
      for (edge, target) in block.terminator.targets.enumerated()
      where cuts[Edge(BlockID(index), edge)] == nil && !allowed.contains(target.block.index) {
        throw .missingCut(from: index, edge: edge)
      }
    }
  }

  private func label(for block: Int) -> String {
    let label = program.blocks[block].label
    return label.isEmpty ? "block_\(block)" : "\(label)_\(block)"
  }

  /// Constants and parameters stand for themselves everywhere, also behind a resume point.
  private mutating func inlineKnownValues() {
    for block in program.blocks {
      for instruction in block.instructions {
        guard let result = instruction.result else { continue }
        switch instruction.operation {
        case .constant(let value): code.inline(result, as: program.type(of: result).literal(value))
        case .parameter(let index): code.inline(result, as: dialect.parameter(index))
        default: break
        }
      }
    }
  }

  /// Declares ahead what is used where its defining block does not dominate: behind resume points.
  private mutating func hoist() {
    guard !entries.isEmpty else { return }
    for (index, block) in program.blocks.enumerated() {
      let results = block.instructions.filter { !$0.operation.isKnown }.compactMap(\.result)
      for value in block.parameters + results + (block.terminator.result.map { [$0] } ?? [])
      where uses.blocks[value, default: []].contains(where: { !shape.dominates(index, $0) }) || isHandedOver(value) {
        code.declare(value, hint: hints[value])
      }
      for header in block.boundHeaders
      where uses.headerBlocks[header, default: []].contains(where: { !shape.dominates(index, $0) })
        || entries.contains(where: { $0.headers.contains(header) })
      {
        code.declare(header)
      }
    }
  }

  private func isHandedOver(_ value: Value) -> Bool {
    entries.contains { $0.values.contains(value) || program[$0.target].parameters.contains(value) }
  }

  /// Goes on at the resume point that the punt header names.
  private mutating func emitEntries() {
    guard !entries.isEmpty else { return }
    code.open("switch (\(dialect.resumeIndex)) {")
    for point in entries {
      code.open("case \(point.index):")
      let values = point.values + program[point.target].parameters
      for (position, value) in values.enumerated() {
        code.define(value, as: "(\(code.type(of: value).cType))\(dialect.liveValue(position))")
      }
      for (position, header) in point.headers.enumerated() {
        code.bind(header, to: "\(dialect.packetStart) + \(dialect.liveValue(values.count + position))")
      }
      code.line("goto \(labels[point.target.index] ?? "");")
      code.text.level -= 1
    }
    code.line("default: break;")
    code.close()
  }
}

extension Block {
  /// The headers that its instructions and its terminator bind.
  var boundHeaders: [HeaderID] {
    instructions.compactMap(\.operation.boundHeader) + (terminator.boundHeader.map { [$0] } ?? [])
  }
}

extension Operation {
  /// Needs no variable: a literal or a program parameter.
  var isKnown: Bool {
    switch self {
    case .constant, .parameter: true
    default: false
    }
  }
}
