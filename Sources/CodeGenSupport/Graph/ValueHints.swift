import IR

/// What a value's definition tells about it.
enum ValueHints {
  /// Names for variables, such as `ip_source` for the field `source` of the header `ip`.
  static func all(in program: Program) -> [Value: String] {
    var hints: [Value: String] = [:]
    for block in program.blocks {
      for instruction in block.instructions {
        guard let result = instruction.result else { continue }
        hints[result] = hint(for: instruction.operation, in: program)
      }
      if let result = block.terminator.result, let state = block.terminator.states.first {
        hints[result] = "\(program[state].name)_one"
      }
    }
    return hints
  }

  static func constants(in program: Program) -> [Value: UInt64] {
    var constants: [Value: UInt64] = [:]
    for block in program.blocks {
      for instruction in block.instructions {
        if case .constant(let value) = instruction.operation, let result = instruction.result {
          constants[result] = value
        }
      }
    }
    return constants
  }

  private static func hint(for operation: Operation, in program: Program) -> String? {
    switch operation {
    case .packetLength: "length"
    case .ingressPort: "ingress"
    case .now: "now_ns"
    case .hash: "hash"
    case .loadField(let header, let field): "\(program[header].name)_\(field.name)"
    case .loadEntry(let entry, let field): member(field, of: program[entry].state, as: program[entry].name, in: program)
    case .loadArray(let state, _, let field): member(field, of: state, as: program[state].name, in: program)
    case .sketchAdd, .sketchEstimate: "estimate"
    case .sumBytes: "sum"
    case .hashBytes: "hash"
    case .skipExtensions: "extensions"
    case .tally(let state, _): "\(program[state].name)_count"
    default: nil
    }
  }

  private static func member(_ field: Int, of state: StateID, as name: String, in program: Program) -> String {
    let fields = program[state].valueFields
    return fields.indices.contains(field) ? "\(name)_\(fields[field].name)" : name
  }
}
