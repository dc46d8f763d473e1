import Diagnostics

/// Writes a program's text form. It writes ill-formed programs too: what has no name is written as `#index`.
struct ProgramWriter {
  let program: Program
  let spans: Bool
  let names: ProgramNames
  var output = ""

  init(_ program: Program, spans: Bool) {
    self.program = program
    self.spans = spans
    names = ProgramNames(program)
  }

  mutating func writeProgram() {
    let from = spans ? " from \(IRText.quoted(program.sourceFile))" : ""
    line("program \(IRText.name(program.name))\(from)")
    writeDeclarations()
    for index in program.blocks.indices { writeBlock(index) }
  }

  private mutating func writeDeclarations() {
    section(program.parameters.map(parameter))
    section(program.ports.map { "port \(IRText.name($0))" })
    section(program.reasons.map { "reason \(IRText.quoted($0))" })
    section(program.streams.map(stream))
    section(program.states.map { state($0) + place($0.span) })
    section(program.headers.map { "header \(IRText.name($0.name)): \(IRText.name($0.kind)) \($0.bytes) bytes" })
    section(program.entries.map { "entry \(IRText.name($0.name)): \(reference($0.state))" })
    section(unusedValues.map { "unused \(typed($0))" })
  }

  private func parameter(_ parameter: Parameter) -> String {
    let shown = IRText.quoted(parameter.shown)
    return "param \(IRText.name(parameter.name)): \(parameter.type) = \(parameter.value) \(shown)"
  }

  /// Values that have a type but no definition in a block.
  private var unusedValues: [Value] {
    var defined: Set<Value> = []
    for block in program.blocks {
      defined.formUnion(block.parameters)
      defined.formUnion(block.instructions.compactMap(\.result))
      if let result = block.terminator.result { defined.insert(result) }
    }
    return program.valueTypes.indices.map(Value.init).filter { !defined.contains($0) }
  }

  private mutating func writeBlock(_ index: Int) {
    let block = program.blocks[index]
    let parameters = block.parameters.map(typed).joined(separator: ", ")
    let list = block.parameters.isEmpty ? "" : "(\(parameters))"
    line("\nblock b\(index) \(IRText.dotted(block.label))\(list):")
    for instruction in block.instructions {
      let result = instruction.result.map { typed($0) + " = " } ?? ""
      line("  \(result)\(operation(instruction.operation))\(place(instruction.span))")
    }
    let result = block.terminator.result.map { typed($0) + " = " } ?? ""
    line("  \(result)\(terminator(block.terminator))\(place(block.terminatorSpan))")
  }

  private mutating func section(_ lines: [String]) {
    guard !lines.isEmpty else { return }
    line("")
    for text in lines { line(text) }
  }

  private mutating func line(_ text: String) {
    output += text
    output += "\n"
  }
}

extension ProgramWriter {
  /// A value with its type, as its definition is written.
  func typed(_ value: Value) -> String {
    let types = program.valueTypes
    return types.indices.contains(value.id) ? "\(value): \(types[value.id])" : "\(value): ?"
  }

  /// ` @line:column-line:column`, with the file where it is not the program's own.
  func place(_ span: SourceSpan?) -> String {
    guard spans, let span else { return "" }
    let file = span.file == program.sourceFile ? "" : IRText.quoted(span.file) + ":"
    return " @\(file)\(span.start.line):\(span.start.column)-\(span.end.line):\(span.end.column)"
  }

  func list(_ values: [Value]) -> String { values.map(\.description).joined(separator: ", ") }

  func reference(_ state: StateID) -> String { reference(state.index, in: names.states) }
  func reference(_ header: HeaderID) -> String { reference(header.index, in: names.headers) }
  func reference(_ entry: EntryID) -> String { reference(entry.index, in: names.entries) }

  func reference(_ index: Int, in table: NameTable) -> String {
    table.name(index).map(IRText.name) ?? "#\(index)"
  }

  /// A field of a state's elements or entries.
  func field(_ field: Int, of state: Int) -> String {
    let fields = program.states.indices.contains(state) ? program.states[state].valueFields : []
    return NameTable(fields.map(\.name)).name(field).map(IRText.dotted) ?? "#\(field)"
  }

  func field(_ field: Int, of entry: EntryID) -> String {
    let known = program.entries.indices.contains(entry.index)
    return self.field(field, of: known ? program.entries[entry.index].state.index : -1)
  }
}
