extension Verifier {
  func checkOperations() {
    for (index, block) in program.blocks.enumerated() {
      for (position, instruction) in block.instructions.enumerated() {
        checkOperation(instruction, at: .instruction(BlockID(index), position))
      }
    }
  }

  private func checkOperation(_ instruction: Instruction, at place: VerificationError.Place) {
    let operation = instruction.operation
    switch operation.resultRule {
    case .required where instruction.result == nil: return check(false, "the result is missing", at: place)
    case .forbidden: check(instruction.result == nil, "there is no result", at: place)
    default: break
    }
    if let result = instruction.result, let type = resultType(operation, result) {
      check(result, is: type, "the result", at: place)
    }
    checkOperands(operation, at: place)
    checkConstant(operation, instruction.result, at: place)
  }

  /// The type the result must have; nil where any will do.
  private func resultType(_ operation: Operation, _ result: Value) -> IntType? {
    switch operation {
    case .constant, .convert: nil
    case .parameter(let index): program.parameters[index].type
    case .binary(_, let left, _): program.type(of: left)
    case .compare: .bit
    case .select(_, let then, _): program.type(of: then)
    case .hash, .now, .sketchAdd, .sketchEstimate, .hashBytes, .skipExtensions: .u64
    case .packetLength, .tally: .u32
    case .ingressPort, .sumBytes: .u16
    case .loadField(_, let field): field.type
    case .loadEntry(let entry, let field): fieldType(program[entry].state, field)
    case .loadArray(let state, _, let field): fieldType(state, field)
    case .storeField, .adjustChecksum, .storeEntry, .addEntry, .remove, .storeArray, .addArray, .bind, .insertBytes,
      .removeBytes, .setLength, .mirror, .export:
      nil
    }
  }

  private func fieldType(_ state: StateID, _ field: Int) -> IntType? {
    let fields = program[state].valueFields
    return fields.indices.contains(field) ? fields[field].type : nil
  }

  private func checkConstant(_ operation: Operation, _ result: Value?, at place: VerificationError.Place) {
    guard case .constant(let number) = operation, let result else { return }
    let type = program.type(of: result)
    check(number <= type.mask, "\(number) does not fit \(type)", at: place)
  }

  private func checkOperands(_ operation: Operation, at place: VerificationError.Place) {
    switch operation {
    case .constant, .parameter, .convert, .hash, .packetLength, .ingressPort, .now, .mirror: break
    case .remove(let entry): check(program[program[entry].state].map != nil, "only records of maps are removed", at: place)
    case .binary(_, let left, let right), .compare(_, let left, let right):
      check(right, is: program.type(of: left), "the right operand", at: place)
    case .select(let condition, let then, let otherwise):
      check(condition, is: .bit, "the condition", at: place)
      check(otherwise, is: program.type(of: then), "the other arm", at: place)
    case .loadField(let header, let field): checkField(field, in: header, at: place)
    case .storeField(let header, let field, let value):
      checkField(field, in: header, at: place)
      check(value, is: field.type, "the stored value", at: place)
    case .adjustChecksum(let header, let field, let old, let new, _):
      checkField(field, in: header, at: place)
      checkChecksum(field, old, new, at: place)
    case .loadEntry(let entry, let field): checkField(field, of: program[entry].state, at: place)
    case .storeEntry(let entry, let field, let value), .addEntry(let entry, let field, let value):
      checkUpdate(field, of: program[entry].state, by: value, at: place)
    case .loadArray(let state, let index, let field): checkElement(state, index, field, at: place)
    case .storeArray(let state, let index, let field, let value), .addArray(let state, let index, let field, let value):
      checkElement(state, index, field, at: place)
      checkUpdate(field, of: state, by: value, at: place)
    case .sketchAdd(let state, let key, let amount):
      checkSketch(state, key, at: place)
      check(amount, is: .u64, "the amount", at: place)
    case .sketchEstimate(let state, let key): checkSketch(state, key, at: place)
    case .tally(let state, let key):
      check(program[state].tally != nil, "'\(program[state].name)' is no tally", at: place)
      check(key, match: program[state].keyFields, "the key of '\(program[state].name)'", at: place)
    case .export(let stream, let values):
      check(values, match: program.streams[stream].fields, "a record of '\(program.streams[stream].name)'", at: place)
    case .bind, .insertBytes, .removeBytes, .setLength, .sumBytes, .hashBytes, .skipExtensions:
      checkPacketOperation(operation, at: place)
    }
  }
}

extension Verifier {
  private func checkField(_ field: Field, in header: HeaderID, at place: VerificationError.Place) {
    let bits = field.type.bits
    check((1...64).contains(bits), "a field of \(bits) bits", at: place)
    let size = program[header].bytes * 8
    check(
      field.bitOffset >= 0 && field.bitOffset <= size && bits <= size - field.bitOffset,
      "field '\(field.name)' lies outside '\(program[header].name)'", at: place)
    check(
      field.bitOffset & 7 + bits <= 64, "field '\(field.name)' touches more than eight bytes", at: place)
  }

  private func checkChecksum(
    _ field: Field, _ old: Value, _ new: Value, at place: VerificationError.Place
  ) {
    check(field.type == .u16 && field.bitOffset & 15 == 0, "a checksum has 16 bits, aligned", at: place)
    check(new, is: program.type(of: old), "the new value", at: place)
    let bits = program.type(of: old).bits
    check([16, 32, 48, 64].contains(bits), "a checksum covers 16, 32, 48 or 64 bits, not \(bits)", at: place)
  }

  private func checkField(_ field: Int, of state: StateID, at place: VerificationError.Place) {
    let exists = program[state].valueFields.indices.contains(field)
    check(exists, "'\(program[state].name)' has no field \(field)", at: place)
  }

  private func checkUpdate(
    _ field: Int, of state: StateID, by value: Value, at place: VerificationError.Place
  ) {
    checkField(field, of: state, at: place)
    let name = program[state].name
    if let type = fieldType(state, field) { check(value, is: type, "the value", at: place) }
    check(program[state].map?.meters.isEmpty ?? true, "buckets of '\(name)' are only charged", at: place)
    check(program[state].table == nil && program[state].queue == nil, "'\(name)' is only read", at: place)
    check(program[state].array?.isConfig != true, "'\(name)' is only read", at: place)
    let holds = program.states.contains { $0.pool?.releasedWith == PoolTie(state: state, field: field) }
    check(!holds, "field \(field) of '\(name)' holds an element of a pool", at: place)
  }

  private func checkElement(
    _ state: StateID, _ index: Value, _ field: Int, at place: VerificationError.Place
  ) {
    check(program[state].array != nil, "'\(program[state].name)' is no array", at: place)
    check(index, is: .u32, "the index", at: place)
    checkField(field, of: state, at: place)
  }

  private func checkSketch(_ state: StateID, _ key: [Value], at place: VerificationError.Place) {
    guard let sketch = program[state].sketch else {
      return check(false, "'\(program[state].name)' is no sketch", at: place)
    }
    check(key, match: sketch.key, "the key of '\(program[state].name)'", at: place)
  }
}
