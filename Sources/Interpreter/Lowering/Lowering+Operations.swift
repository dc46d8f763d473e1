import IR

extension Lowering {
  mutating func emit(_ instruction: Instruction) {
    switch instruction.operation {
    case .constant, .parameter, .ingressPort, .now: break
    case .packetLength: if movesBytes { emit(.length, instruction.result) }
    case .binary(let operation, let left, let right): emitBinary(operation, left, right, result: instruction.result)
    case .compare(let comparison, let left, let right):
      guard let result = instruction.result, readElsewhere.contains(result) else { return }
      emitCompare(comparison, left, right, result: result)
    case .select(let condition, let then, let otherwise):
      emit(.select, instruction.result, a: register(condition), b: register(then), c: register(otherwise))
    case .convert(let value): emitConvert(value, result: instruction.result)
    case .hash(let seed, let values):
      emit(.hash, instruction.result, c: list(values), d: Int32(truncatingIfNeeded: values.count), immediate: seed)
    case .loadField(let header, let field): emitLoad(header, field, result: instruction.result)
    case .storeField(let header, let field, let value): emitStore(header, field, value)
    case .adjustChecksum(let header, let field, let old, let new, let rule):
      let flags = UInt16(truncatingIfNeeded: type(old).bits) << 1 | (rule ? 1 : 0)
      emit(
        .adjustChecksum, small: flags, a: register(old), b: register(new), c: handle(header),
        d: Int32(truncatingIfNeeded: field.bitOffset / 8))
    case .loadEntry, .storeEntry, .addEntry, .remove: emitEntry(instruction)
    case .loadArray, .storeArray, .addArray: emitArray(instruction)
    case .sketchAdd, .sketchEstimate: emitSketch(instruction)
    case .bind, .insertBytes, .removeBytes, .setLength, .sumBytes, .hashBytes, .skipExtensions: emitBytes(instruction)
    case .mirror(let port): emit(.mirror, small: UInt16(truncatingIfNeeded: port))
    case .export(let stream, let values):
      emit(
        .export, small: UInt16(truncatingIfNeeded: stream), c: list(values), d: Int32(truncatingIfNeeded: values.count))
    case .tally(let state, let key): emit(.tally, instruction.result, small: number(state), c: list(key))
    }
  }

  /// Appends a step; without a result its value goes to a register that nothing reads.
  mutating func emit(
    _ opcode: Opcode, _ result: Value? = nil, small: UInt16 = 0, a: Int32 = 0, b: Int32 = 0, c: Int32 = 0,
    d: Int32 = 0, immediate: UInt64 = 0
  ) {
    let destination = result.map { register($0) } ?? unread
    code.append(
      Code(opcode: opcode, small: small, destination: destination, a: a, b: b, c: c, d: d, immediate: immediate))
  }

  func handle(_ header: HeaderID) -> Int32 { Int32(truncatingIfNeeded: header.index) }
  func handle(_ entry: EntryID) -> Int32 { Int32(truncatingIfNeeded: entry.index) }
  func number(_ state: StateID) -> UInt16 { UInt16(truncatingIfNeeded: state.index) }

  private mutating func emitBinary(_ operation: BinaryOperator, _ left: Value, _ right: Value, result: Value?) {
    let opcode: Opcode =
      switch operation {
      case .add: .add
      case .sub: .sub
      case .mul: .mul
      case .div: .div
      case .rem: .rem
      case .and: .and
      case .or: .or
      case .xor: .xor
      case .shl: .shl
      case .shr: .shr
      case .addSat: .addSat
      case .subSat: .subSat
      case .min: .min
      case .max: .max
      }
    let type = type(left)
    emit(
      opcode, result, small: UInt16(truncatingIfNeeded: type.bits), a: register(left), b: register(right),
      immediate: type.mask)
  }

  private mutating func emitCompare(_ comparison: Comparison, _ left: Value, _ right: Value, result: Value) {
    let (a, b) = (register(left), register(right))
    switch comparison {
    case .eq: emit(.equal, result, a: a, b: b)
    case .ne: emit(.notEqual, result, a: a, b: b)
    case .lt: emit(.less, result, a: a, b: b)
    case .le: emit(.lessOrEqual, result, a: a, b: b)
    case .gt: emit(.less, result, a: b, b: a)
    case .ge: emit(.lessOrEqual, result, a: b, b: a)
    }
  }

  private mutating func emitConvert(_ value: Value, result: Value?) {
    guard let result else { return }
    if type(result).bits >= type(value).bits, registerOf[result.id] < 0 {
      registerOf[result.id] = register(value)
    } else {
      emit(.convert, result, a: register(value), immediate: type(result).mask)
    }
  }

  private mutating func emitLoad(_ header: HeaderID, _ field: Field, result: Value?) {
    let opcodes: [Int: Opcode] = [8: .load8, 16: .load16, 32: .load32, 48: .load48, 64: .load64]
    let (opcode, small) = access(field, opcodes, bits: .loadBits)
    emit(opcode, result, small: small, c: handle(header), d: Int32(truncatingIfNeeded: field.bitOffset / 8))
  }

  private mutating func emitStore(_ header: HeaderID, _ field: Field, _ value: Value) {
    let opcodes: [Int: Opcode] = [8: .store8, 16: .store16, 32: .store32, 48: .store48, 64: .store64]
    let (opcode, small) = access(field, opcodes, bits: .storeBits)
    emit(opcode, small: small, a: register(value), c: handle(header), d: Int32(truncatingIfNeeded: field.bitOffset / 8))
  }

  /// The step for a field: one of whole bytes where there is one, else by bits.
  private func access(_ field: Field, _ whole: [Int: Opcode], bits: Opcode) -> (Opcode, UInt16) {
    let shift = field.bitOffset & 7
    if shift == 0, let opcode = whole[field.type.bits] { return (opcode, 0) }
    return (bits, UInt16(truncatingIfNeeded: field.type.bits << 3 | shift))
  }

  private mutating func emitEntry(_ instruction: Instruction) {
    switch instruction.operation {
    case .loadEntry(let entry, let field): emit(.loadEntry, instruction.result, c: handle(entry), d: word(entry, field))
    case .storeEntry(let entry, let field, let value):
      let opcode: Opcode = decidesTimeout(entry, field) ? .storeTimeout : .storeEntry
      emit(opcode, small: number(program[entry].state), a: register(value), c: handle(entry), d: word(entry, field))
    case .addEntry(let entry, let field, let value):
      let opcode: Opcode = decidesTimeout(entry, field) ? .addTimeout : .addEntry
      emit(
        opcode, small: number(program[entry].state), a: register(value), c: handle(entry), d: word(entry, field),
        immediate: type(value).mask)
    case .remove(let entry):
      let primary = stores.primary(of: program[entry].state)
      emit(.remove, small: UInt16(truncatingIfNeeded: primary), c: handle(entry))
    default: break
    }
  }

  /// The word of a record's row that holds a value field.
  func word(_ entry: EntryID, _ field: Int) -> Int32 {
    Int32(truncatingIfNeeded: stores.valueStart(of: program[entry].state) + field)
  }

  /// Whether a value field is the one that a record's time-out goes by; only the primary has it.
  private func decidesTimeout(_ entry: EntryID, _ field: Int) -> Bool {
    guard let map = program[program[entry].state].map, map.companionOf == nil else { return false }
    return map.expiry?.byField?.field == field
  }

  private mutating func emitArray(_ instruction: Instruction) {
    switch instruction.operation {
    case .loadArray(let state, let index, let field):
      emit(
        .loadArray, instruction.result, small: number(state), a: register(index), d: Int32(truncatingIfNeeded: field))
    case .storeArray(let state, let index, let field, let value):
      emit(
        .storeArray, small: number(state), a: register(index), b: register(value), d: Int32(truncatingIfNeeded: field))
    case .addArray(let state, let index, let field, let value):
      emit(
        .addArray, small: number(state), a: register(index), b: register(value), d: Int32(truncatingIfNeeded: field),
        immediate: type(value).mask)
    default: break
    }
  }

  private mutating func emitSketch(_ instruction: Instruction) {
    switch instruction.operation {
    case .sketchAdd(let state, let key, let amount):
      emit(.sketchAdd, instruction.result, small: number(state), a: register(amount), c: list(key))
    case .sketchEstimate(let state, let key):
      emit(.sketchEstimate, instruction.result, small: number(state), c: list(key))
    default: break
    }
  }
}
