import IR
import Interpreter

/// Bytes of packets that a program hashed, by the hash: what an answer has to repeat.
struct Preimages {
  private struct Key: Hashable { var hash: UInt64; var seed: UInt64 }

  private var bytes: [Key: [UInt8]] = [:]
  /// In the order they were noted: a ring.
  private var order: [Key] = []
  private var oldest = 0

  private static let most = 1024

  subscript(hash: UInt64, seed: UInt64) -> [UInt8]? { bytes[Key(hash: hash, seed: seed)] }

  /// Notes what a block hashed of a packet.
  mutating func note(_ block: Block, of packet: [UInt8], _ interpreter: Interpreter) {
    for instruction in block.instructions {
      guard case .hashBytes(let seed, let offset, let length) = instruction.operation, let result = instruction.result,
        let hash = interpreter.value(result), let first = interpreter.value(offset).map({ Int(clamping: $0) }),
        let count = interpreter.value(length).map({ Int(clamping: $0) }), first <= packet.count
      else { continue }
      keep(Array(packet[first...].prefix(count)), for: Key(hash: hash, seed: seed))
    }
  }

  private mutating func keep(_ hashed: [UInt8], for key: Key) {
    guard bytes.updateValue(hashed, forKey: key) == nil else { return }
    guard order.count >= Self.most else { return order.append(key) }
    bytes[order[oldest]] = nil
    order[oldest] = key
    oldest = (oldest + 1) % Self.most
  }
}
