import TraceGenerator
import Wire

/// A packet of a trial, and what happens around it. All of it is in the value, so that a run can be repeated with steps
/// left out.
public struct Step: Hashable, Sendable {
  public var bytes: [UInt8]
  public var port: UInt16
  /// Nanoseconds.
  public var time: UInt64
  /// Drawn for this packet: decides what is moved and promoted after it.
  public var salt: UInt64
  /// Made before the packet.
  public var changes: [TableChange]

  public init(bytes: [UInt8], port: UInt16, time: UInt64, salt: UInt64, changes: [TableChange] = []) {
    self.bytes = bytes
    self.port = port
    self.time = time
    self.salt = salt
    self.changes = changes
  }
}

extension Step {
  /// What is done besides the packet.
  public enum Event: Hashable, Sendable {
    /// The host frees what is expired, without a packet.
    case expire
    /// All records come back to the host.
    case recallAll
    /// The record in this slot of this group changes sides.
    case move(group: Int, slot: Int)
  }

  /// What comes after the packet, for a program with so many groups of records.
  public func event(groups: Int) -> Event? {
    switch salt % 20_000 {
    case 0...5: return .expire
    case 6: return .recallAll
    case 1000...2000 where groups > 0:
      let draw = salt / 20_000
      // Slots are given out from 0 up: among the first few, the same records are met often.
      return .move(group: Int(draw % UInt64(groups)), slot: Int(draw / 8 % 512))
    default: return nil
    }
  }

  /// A salt that moves a record after every third packet, where the records are few.
  public static func withManyMoves(_ salt: UInt64) -> UInt64 {
    salt % 3 == 0 ? salt / 20_000 * 20_000 + 1_000 : salt
  }

  /// Whether a record that the packet makes goes to the NIC at once.
  public var promotes: Bool { salt >> 60 & 3 != 0 }
}

extension Step: CustomStringConvertible {
  /// `port time salt bytes`, then the changes, as kept traces have it.
  public var description: String {
    let hex = bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    let words = ["\(port)", "\(time)", "\(salt)", hex.isEmpty ? "-" : hex] + changes.map(\.description)
    return words.joined(separator: " ")
  }

  /// Reads `description` back; nil for anything else.
  public init?(_ text: Substring) {
    let words = text.split(separator: " ")
    guard words.count >= 4, let port = UInt16(words[0]), let time = UInt64(words[1]), let salt = UInt64(words[2]) else {
      return nil
    }
    let digits = words[3] == "-" ? [] : words[3].compactMap(\.hexDigitValue).map(UInt8.init)
    guard digits.count.isMultiple(of: 2), words[3] == "-" || digits.count == words[3].count else { return nil }
    let bytes = stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    let changes = words.dropFirst(4).compactMap { TableChange(String($0)) }
    guard changes.count == words.count - 4 else { return nil }
    self.init(bytes: bytes, port: port, time: time, salt: salt, changes: changes)
  }
}
