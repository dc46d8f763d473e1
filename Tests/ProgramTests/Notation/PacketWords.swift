import Wire

/// What the words behind a packet's addresses say.
struct PacketWords {
  var options = PacketBuilder.Options()
  var flags: TCPFlags = .ack
  var payload: [UInt8] = []
  var sequence: UInt32 = 1
  var acknowledgment: UInt32 = 0
  var identifier: UInt16 = 0
  var inner: [UInt8] = []

  static let flagNames: [(String, TCPFlags)] = [
    ("FIN", .fin), ("SYN", .syn), ("RST", .rst), ("PSH", .psh), ("ACK", .ack),
  ]

  mutating func add(_ word: String) throws {
    let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { return try addPlain(word) }
    let (name, text) = (parts[0], parts[1])
    switch name {
    case "seq": sequence = try number(text)
    case "ack": acknowledgment = try number(text)
    case "id": identifier = try number(text)
    case "ttl": options.timeToLive = try number(text)
    case "dscp":
      options.dscp = try number(text)
      if options.dscp > 63 { throw NotationError("'\(word)' has more than six bits") }
    case "ipid": options.identification = try number(text)
    case "vlan": options.vlans.append(try number(text))
    case "smac": options.sourceMAC = try NotationWords.mac(text)
    case "dmac": options.destinationMAC = try NotationWords.mac(text)
    case "data": payload = try NotationWords.bytes(text)
    case "size": payload = [UInt8](repeating: 0x55, count: try number(text))
    case "fragment":
      let numbers = text.split(separator: ",")
      guard numbers.count >= 2 else { throw NotationError("'fragment=' needs an offset and a length") }
      options.fragment = PacketBuilder.Fragment(
        offset: try number(numbers[0]), length: try number(numbers[1]), more: numbers.last == "more")
    default: throw NotationError("'\(word)' means nothing here")
    }
  }

  private mutating func addPlain(_ word: String) throws {
    switch word {
    case "options": options.ipv4Options = [1, 1, 1, 1, 1, 1, 1, 1]
    case "extension": options.ipv6DestinationOptions = true
    case "nosum": options.omitsUDPChecksum = true
    default:
      flags = []
      for name in word.split(separator: ",") {
        guard let flag = Self.flagNames.first(where: { $0.0 == name })?.1 else {
          throw NotationError("'\(word)' means nothing here")
        }
        flags.insert(flag)
      }
    }
  }

  private func number<Number: FixedWidthInteger>(_ text: some StringProtocol) throws -> Number {
    let value = text.hasPrefix("0x") ? Number(text.dropFirst(2), radix: 16) : Number(text)
    guard let value else { throw NotationError("'\(text)' is no number of that size") }
    return value
  }
}
