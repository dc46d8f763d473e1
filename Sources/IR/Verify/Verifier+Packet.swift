// Instructions that move, sum or hash a packet's bytes.
extension Verifier {
  func checkPacketOperation(_ operation: Operation, at place: VerificationError.Place) {
    switch operation {
    case .bind(_, let offset): check(offset, is: .u32, "the offset", at: place)
    case .insertBytes(let at, let count):
      check(at, is: .u32, "the offset", at: place)
      check((1...Program.mostInsertedBytes).contains(count), "\(count) bytes are inserted", at: place)
    case .removeBytes(let at, let count):
      check(at, is: .u32, "the offset", at: place)
      check(count, is: .u32, "the number of bytes", at: place)
    case .setLength(let length): check(length, is: .u32, "the length", at: place)
    case .sumBytes(let offset, let length), .hashBytes(_, let offset, let length):
      check(offset, is: .u32, "the offset", at: place)
      check(length, is: .u32, "the length", at: place)
    case .skipExtensions(let number, let offset):
      check(number, is: .u8, "the protocol", at: place)
      check(offset, is: .u32, "the offset", at: place)
    default: break
    }
  }

  /// Headers are not used once the packet's bytes have moved, and paths do not insert more than there is head room for: walks
  /// forward with the headers that are lost and the most bytes inserted so far.
  func checkMovedBytes() {
    let all = NumberSet(below: program.headers.count)
    var lostAtEntry = [NumberSet](repeating: NumberSet(), count: program.blocks.count)
    var inserted = [Int](repeating: 0, count: program.blocks.count)
    for (index, block) in program.blocks.enumerated() where flow.isReachable[index] {
      var lost = lostAtEntry[index]
      var bytes = inserted[index]
      for (position, instruction) in block.instructions.enumerated() {
        let place = VerificationError.Place.instruction(BlockID(index), position)
        if let header = instruction.operation.header {
          check(!lost.contains(header.index), "header '\(program[header].name)' may have moved", at: place)
        }
        if let header = instruction.operation.boundHeader { lost.remove(header.index) }
        if instruction.operation.movesBytes { lost = all }
        if case .insertBytes(_, let count) = instruction.operation { bytes += count }
        check(bytes <= Program.mostInsertedBytes, "more than \(Program.mostInsertedBytes) bytes are inserted", at: place)
      }
      for (edge, target) in block.terminator.targets.enumerated() {
        var lostThere = lost
        if edge == 0, let bound = block.terminator.boundHeader { lostThere.remove(bound.index) }
        lostAtEntry[target.block.index].formUnion(lostThere)
        inserted[target.block.index] = max(inserted[target.block.index], bytes)
      }
    }
  }
}
