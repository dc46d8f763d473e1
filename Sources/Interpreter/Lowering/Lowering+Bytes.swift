import IR

// Instructions that move, sum or hash a packet's bytes.
extension Lowering {
  mutating func emitBytes(_ instruction: Instruction) {
    let result = instruction.result
    let noRoom = UInt16(truncatingIfNeeded: OwnReason.noRoom.index(in: program))
    switch instruction.operation {
    case .bind(let header, let offset):
      let bytes = Int32(truncatingIfNeeded: program[header].bytes)
      code.append(
        Code(opcode: .bind, small: noRoom, destination: handle(header), c: register(offset), d: bytes))
    case .insertBytes(let at, let count):
      emit(.insertBytes, small: noRoom, a: register(at), d: Int32(truncatingIfNeeded: count))
    case .removeBytes(let at, let count): emit(.removeBytes, a: register(at), b: register(count))
    case .setLength(let length): emit(.setLength, small: noRoom, a: register(length))
    case .sumBytes(let offset, let length): emit(.sumBytes, result, a: register(offset), b: register(length))
    case .hashBytes(let seed, let offset, let length):
      emit(.hashBytes, result, a: register(offset), b: register(length), immediate: seed)
    case .skipExtensions(let number, let offset):
      emit(.skipExtensions, result, a: register(number), b: register(offset))
    default: break
    }
  }
}
