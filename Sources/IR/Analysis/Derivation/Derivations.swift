/// What each value of a program is computed from, over all paths.
///
/// One pass forward: definitions come before uses. Which path was taken is not counted as a source. A field that the
/// program may have stored to before it is loaded counts as itself and as what was stored.
public struct Derivations: Sendable {
  private var derivations: [Derivation]
  private var constants: [Value: UInt64] = [:]
  private let program: Program

  public init(_ program: Program) {
    self.program = program
    derivations = [Derivation](repeating: .constant, count: program.valueTypes.count)
    var seen = [Bool](repeating: false, count: program.valueTypes.count)
    let stores = PrecedingStores(program)
    for (index, block) in program.blocks.enumerated() {
      for (position, instruction) in block.instructions.enumerated() {
        guard let result = instruction.result else { continue }
        if case .loadField(let header, let field) = instruction.operation {
          derivations[result.id] = loaded(header, field, stores.overlapping(header, field, before: (index, position)))
        } else {
          derivations[result.id] = derivation(instruction.operation, result)
        }
        if case .constant(let number) = instruction.operation { constants[result] = number }
      }
      if let result = block.terminator.result { derivations[result.id] = defined(by: block.terminator) }
      for target in block.terminator.targets { pass(target, &seen) }
    }
  }

  public func derivation(of value: Value) -> Derivation { derivations[value.id] }

  private mutating func pass(_ target: Target, _ seen: inout [Bool]) {
    for (parameter, argument) in zip(program[target.block].parameters, target.arguments) {
      let given = derivations[argument.id]
      derivations[parameter.id] = seen[parameter.id] ? derivations[parameter.id].or(given) : given
      seen[parameter.id] = true
    }
  }

  private func defined(by terminator: Terminator) -> Derivation {
    switch terminator {
    case .take(let state, _, _, _): .only(.taken(state))
    case .pick(let state, let hash, _, _, _):
      Derivation(sources: derivations[hash.id].sources.union([.picked(state)]), exact: nil)
    default: .constant
    }
  }

  private func derivation(_ operation: Operation, _ result: Value) -> Derivation {
    switch operation {
    case .constant: .constant
    case .parameter(let index): .only(.parameter(index))
    case .binary(let binary, let left, let right): self.binary(binary, left, right)
    case .convert(let value):
      program.type(of: result).bits >= program.type(of: value).bits
        ? derivations[value.id] : derivations[value.id].inexact
    case .select(let condition, let then, let otherwise):
      derivations[then.id].or(derivations[otherwise.id]).depending(on: derivations[condition.id])
    case .compare, .hash: mixed(operation.operands)
    case .packetLength: .only(.packetLength)
    case .ingressPort: .only(.ingressPort)
    case .now: .only(.clock)
    case .loadField(let header, let field): loaded(header, field, [])
    case .loadEntry(let entry, let field): .only(.loaded(program[entry].state, field: field))
    case .loadArray(let state, let index, let field):
      .only(.loaded(state, field: field)).mixed(with: derivations[index.id])
    case .sketchAdd(let state, _, _), .sketchEstimate(let state, _): .only(.estimate(state))
    case .sumBytes, .hashBytes, .skipExtensions: Derivation(sources: [.payload], exact: nil)
    case .tally(let state, _): .only(.tallied(state))
    case .storeField, .adjustChecksum, .storeEntry, .addEntry, .remove, .storeArray, .addArray, .bind, .insertBytes,
      .removeBytes, .setLength, .mirror, .export:
      .constant
    }
  }

  private func mixed(_ values: [Value]) -> Derivation {
    values.reduce(.constant) { $0.mixed(with: derivations[$1.id]) }
  }

  /// Adding, subtracting or xoring a constant can be undone; so can setting constant bits above a field's own.
  private func binary(_ operation: BinaryOperator, _ left: Value, _ right: Value) -> Derivation {
    for (value, other) in [(left, right), (right, left)] {
      guard let number = constants[other], derivations[value.id].exact != nil else { continue }
      switch operation {
      case .add, .sub, .xor: return derivations[value.id]
      case .or where number & occupied(value) == 0: return derivations[value.id]
      default: break
      }
    }
    return mixed([left, right])
  }

  /// The bits that an exact value may have set.
  private func occupied(_ value: Value) -> UInt64 {
    let all = program.type(of: value).mask
    return (derivations[value.id].exact ?? []).reduce(0) { bits, source in
      if case .field(_, _, _, let width) = source { bits | IntType(width).mask } else { all }
    }
  }

  private func loaded(_ header: HeaderID, _ field: Field, _ stores: [StoredField]) -> Derivation {
    let kind = program[header].kind
    let own = ValueSource.field(kind: kind, name: field.name, bitOffset: field.bitOffset, bits: field.type.bits)
    return stores.reduce(.only(own)) { $0.mixed(with: derivations[$1.value.id].inexact) }
  }
}

extension Derivation {
  fileprivate func depending(on other: Derivation) -> Derivation {
    Derivation(sources: sources.union(other.sources), exact: exact)
  }
}
