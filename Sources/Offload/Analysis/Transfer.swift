/// What single instructions do to a state. Calls of the program's own functions, jumps and exits are the analysis's.
enum Transfer {
  static func apply(_ instruction: Instruction, to state: inout MachineState, maps: [MapDefinition]) {
    if instruction.isWide { return loadWide(instruction, &state) }
    switch instruction.kind {
    case .alu32, .alu64: arithmetic(instruction, &state)
    case .loadRegister: load(instruction, &state)
    case .storeRegister, .store: store(instruction, &state)
    case .jump, .jump32: if instruction.isCall { callHelper(instruction, &state) }
    case .load:
      // Packet bytes by the classic instructions.
      state[0] = .scalar(.bytes(4))
      for register in 1...5 { state[register] = .nothing }
    }
  }

  private static func loadWide(_ instruction: Instruction, _ state: inout MachineState) {
    switch instruction.reference {
    case .map(let map): state[instruction.destination] = .map(map)
    case .data, .external, .function: state[instruction.destination] = .foreign
    case nil: state[instruction.destination] = instruction.source == 0 ? .scalar(Scalar(instruction.wide)) : .foreign
    }
  }

  /// The operand of an arithmetic instruction or a comparison.
  static func operand(_ instruction: Instruction, _ state: MachineState) -> Value {
    instruction.usesRegister ? state[instruction.source] : .constant(Int(instruction.immediate))
  }

  private static func arithmetic(_ instruction: Instruction, _ state: inout MachineState) {
    guard let operation = instruction.arithmetic else { return state[instruction.destination] = .unknown }
    let bits = instruction.kind == .alu32 ? 32 : 64
    let left = state[instruction.destination]
    let right = operand(instruction, state)
    state[instruction.destination] = result(operation, left, right, instruction, bits)
  }

  private static func result(
    _ operation: Instruction.Arithmetic, _ left: Value, _ right: Value, _ instruction: Instruction, _ bits: Int
  ) -> Value {
    if operation == .byteOrder { return byteOrder(instruction, left) }
    if operation == .move, instruction.offset != 0 { return .unknown }
    if operation == .move, bits == 64 { return right }
    let anything = Value.scalar(.bytes(bits / 8))
    if bits == 64, operation == .add || operation == .subtract, left.isPointer || right.isPointer {
      return moved(operation, left, right)
    }
    guard let b = right.scalar else { return anything }
    if operation == .move { return .scalar(b.lowHalf) }
    guard let a = left.scalar, instruction.offset == 0 else { return anything }
    return .scalar(Scalar.result(operation, a, b, bits: bits))
  }

  private static func moved(_ operation: Instruction.Arithmetic, _ left: Value, _ right: Value) -> Value {
    if left.isPointer, let distance = right.scalar {
      return left.moved(by: operation == .add ? distance : Scalar.result(.negate, distance, distance, bits: 64))
    }
    if operation == .add, right.isPointer, let distance = left.scalar { return right.moved(by: distance) }
    return .unknown
  }

  private static func byteOrder(_ instruction: Instruction, _ value: Value) -> Value {
    let bytes = Int(instruction.immediate) / 8
    guard [2, 4, 8].contains(bytes), let number = value.scalar else { return .unknown }
    let swaps = instruction.kind == .alu64 || instruction.usesRegister
    let results = number.values.map { swaps ? $0.byteSwapped >> UInt64(64 - bytes * 8) : $0 & (.max >> UInt64(64 - bytes * 8)) }
    return .scalar(Scalar(anyOf: results) ?? .bytes(bytes))
  }

  private static func load(_ instruction: Instruction, _ state: inout MachineState) {
    let anything = Value.scalar(.bytes(instruction.bytes))
    switch state[instruction.source] {
    case .stack(let frame, let offset?):
      state[instruction.destination] = state.load(frame: frame, offset: offset + instruction.offset, bytes: instruction.bytes)
    case .context(let offset):
      switch offset + instruction.offset {
      case ContextField.data: state[instruction.destination] = .packet(Scalar(0))
      case ContextField.dataEnd: state[instruction.destination] = .packetEnd
      default: state[instruction.destination] = anything
      }
    default: state[instruction.destination] = instruction.isMemoryLoad ? anything : .unknown
    }
  }

  private static func store(_ instruction: Instruction, _ state: inout MachineState) {
    if case .stack(let frame, let offset) = state[instruction.destination] {
      let value = instruction.kind == .store ? .constant(Int(instruction.immediate)) : state[instruction.source]
      if instruction.isAtomic || offset == nil {
        state.forgetStack(frame: frame)
      } else if let offset {
        state.store(
          narrowed(value, instruction.bytes), frame: frame, offset: offset + instruction.offset, bytes: instruction.bytes)
      }
    }
    // What was there before comes back, in r0 for a comparison and exchange.
    if instruction.isAtomic, instruction.immediate & 1 != 0 {
      state[instruction.immediate == 0xf1 ? 0 : instruction.source] = .unknown
    }
  }

  /// The lower bytes of a value that is stored.
  private static func narrowed(_ value: Value, _ bytes: Int) -> Value {
    guard bytes < 8 else { return value }
    guard let number = value.scalar else { return .scalar(.bytes(bytes)) }
    let mask = UInt64.max >> UInt64(64 - bytes * 8)
    return .scalar(Scalar(anyOf: number.values.map { $0 & mask }) ?? (number.high <= mask ? number : .bytes(bytes)))
  }

  private static func callHelper(_ instruction: Instruction, _ state: inout MachineState) {
    var result = Value.unknown
    if instruction.isHelperCall, let helper = Helper(rawValue: Int(instruction.immediate)) {
      if helper == .mapLookup, case .map(let map) = state[1] { result = .mapValue([map], offset: 0) }
      if helper == .adjustHead || helper == .adjustTail { state.forgetPacket() }
      if helper == .random { result = .scalar(.bytes(4)) }
    }
    for register in 1...5 { state[register] = .nothing }
    state[0] = result
  }
}

/// Byte offsets in `struct xdp_md` that the card knows.
enum ContextField {
  static let data = 0
  static let dataEnd = 4
  static let receiveQueue = 16
}

/// Helpers by their numbers in linux/bpf.h: those that the card knows, and some that have their own message.
enum Helper: Int {
  case mapLookup = 1
  case mapUpdate = 2
  case mapDelete = 3
  case random = 7
  case tailCall = 12
  case eventOutput = 25
  case adjustHead = 44
  case adjustTail = 65

  var driverName: String {
    switch self {
    case .mapLookup: "map_lookup"
    case .mapUpdate: "map_update"
    case .mapDelete: "map_delete"
    case .random: "get_prandom_u32"
    case .tailCall: "tail_call"
    case .eventOutput: "event_output"
    case .adjustHead: "adjust_head"
    case .adjustTail: "adjust_tail"
    }
  }
}
