import IR
import Wire

extension GuidedTraffic {
  private static let mostKept = 128

  /// A packet that no attempt asks for.
  func newDraft() -> Draft {
    var draft = Draft(bytes: [], port: 0)
    switch random.below(100) {
    case 0..<30: (draft.bytes, draft.port) = conversation()
    case 30..<65: (draft.bytes, draft.port) = changedSpecimen() ?? conversation()
    case 65..<80: (draft.bytes, draft.port) = pick(recent) ?? conversation()
    case 80..<97: (draft.bytes, draft.port) = pick(answers) ?? conversation()
    default:
      (draft.bytes, draft.port) = pick(recent) ?? conversation()
      damage(&draft.bytes)
    }
    draft.port %= UInt16(max(1, program.ports.count))
    if random.below(256) == 0 { draft.port = UInt16(random.below(program.ports.count)) }
    draft.wait = gap()
    if random.below(2_000) == 0, let change = changedRow() { draft.changes = [change] }
    return draft
  }

  private func conversation() -> (bytes: [UInt8], port: UInt16) {
    let packet = conversations.next()
    return (packet.bytes, packet.port)
  }

  /// Mostly microseconds; now and then as long as one of the program's times, or nearly.
  private func gap() -> UInt64 {
    guard !numbers.times.isEmpty, random.below(400) == 0 else { return 1 + random.next() % 100_000 }
    let time = numbers.times[random.below(numbers.times.count)]
    switch random.below(6) {
    case 0: return time
    case 1: return time &+ 1
    case 2: return time == 0 ? 0 : time - 1
    case 3: return time &+ random.next() % (time / 2 + 1)
    default: return random.next() % (time + 1)
    }
  }

  /// A kept packet with some of the fields changed that its path read.
  private func changedSpecimen() -> (bytes: [UInt8], port: UInt16)? {
    guard !specimens.isEmpty else { return nil }
    let specimen = specimens[random.below(specimens.count)]
    var bytes = specimen.bytes
    for _ in 0..<random.below(3) where !specimen.fields.isEmpty {
      let bits = specimen.fields[random.below(specimen.fields.count)]
      bytes.setBits(bits, to: number(bits.count, was: bytes.bits(bits)))
    }
    if random.below(32) == 0 { resize(&bytes) }
    return (bytes, specimen.port)
  }

  /// A number of so many bits that may matter.
  private func number(_ width: Int, was: UInt64) -> UInt64 {
    let mask = IntType(width).mask
    switch random.below(6) {
    case 0: return random.next() & mask
    case 1: return (was &+ 1) & mask
    case 2: return was ^ (1 << UInt64(random.below(width)))
    case 3: return UInt64(random.below(8)) & mask
    default:
      let number = numbers.constants.isEmpty ? 0 : numbers.constants[random.below(numbers.constants.count)]
      return number <= mask ? number : was
    }
  }

  private func resize(_ bytes: inout [UInt8]) {
    let length = random.below(2) == 0 ? random.below(bytes.count + 1) : random.below(Recipe.longest)
    bytes = Recipe(length: length).applied(to: bytes)
  }

  private func damage(_ bytes: inout [UInt8]) {
    guard !bytes.isEmpty, random.below(3) != 0 else { return resize(&bytes) }
    for _ in 0...random.below(3) {
      let reach = random.below(5) == 0 ? bytes.count : min(bytes.count, 64)
      bytes[random.below(reach)] = UInt8(truncatingIfNeeded: random.next())
    }
  }

  /// A config table with an element or a row changed, or a row less.
  private func changedRow() -> TableChange? {
    let tables = program.states.indices.filter {
      program.states[$0].array?.isConfig == true || program.states[$0].table != nil
    }
    guard !tables.isEmpty else { return nil }
    let index = tables[random.below(tables.count)]
    let name = program.states[index].name
    guard let array = program.states[index].array else { return .rows(table: name, rows: changedRows(index)) }
    guard array.size > 0 else { return nil }
    let element = random.below(min(array.size, 16))
    let values = drawn(interpreter.element(UInt64(element), of: StateID(index)), array.value)
    return .element(table: name, index: element, values: values)
  }

  private func changedRows(_ state: Int) -> [TableRow] {
    var rows = solver.rows[state]
    guard !rows.isEmpty else { return rows }
    let place = random.below(rows.count)
    if random.below(3) == 0 {
      rows.remove(at: place)
    } else {
      rows[place].values = drawn(rows[place].values, program.states[state].valueFields)
    }
    return rows
  }

  private func drawn(_ values: [UInt64], _ fields: [StateField]) -> [UInt64] {
    zip(values, fields).map { random.below(2) == 0 ? number($1.type.bits, was: $0) : $0 }
  }

  // MARK: What was seen

  /// Keeps a packet that left by a port, and what the other end answers: it may come in there.
  func keepAnswer(_ bytes: [UInt8], port: UInt16) {
    conversations.observe(bytes, port: port)
    guard random.below(8) == 0 else { return }
    Self.keep((bytes, port), in: &answers, &oldestAnswer)
    Self.keep((turnedRound(bytes), port), in: &answers, &oldestAnswer)
    if let reply = PacketBuilder.reply(to: bytes) { Self.keep((reply, port), in: &answers, &oldestAnswer) }
  }

  /// The packet with addresses and ports of both sides exchanged, which no checksum minds.
  private func turnedRound(_ bytes: [UInt8]) -> [UInt8] {
    var turned = bytes
    turned.exchange(0..<6, 6..<12)
    var place = 12
    while turned.bits(place * 8..<place * 8 + 16) == 0x8100 || turned.bits(place * 8..<place * 8 + 16) == 0x88a8 {
      place += 4
    }
    let ip = place + 2
    switch turned.bits(place * 8..<place * 8 + 16) {
    case UInt64(EtherType.ipv4):
      turned.exchange(ip + 12..<ip + 16, ip + 16..<ip + 20)
      let transport = ip + 4 * Int(turned.bits(ip * 8 + 4..<ip * 8 + 8))
      turned.exchange(transport..<transport + 2, transport + 2..<transport + 4)
    case UInt64(EtherType.ipv6):
      turned.exchange(ip + 8..<ip + 24, ip + 24..<ip + 40)
      turned.exchange(ip + 40..<ip + 42, ip + 42..<ip + 44)
    default: break
    }
    return turned
  }

  func keepRecent(_ step: GuidedStep) {
    if random.below(8) == 0 { Self.keep((step.bytes, step.port), in: &recent, &oldestRecent) }
  }

  private static func keep(
    _ packet: (bytes: [UInt8], port: UInt16), in ring: inout [(bytes: [UInt8], port: UInt16)], _ oldest: inout Int
  ) {
    guard ring.count >= mostKept else { return ring.append(packet) }
    ring[oldest] = packet
    oldest = (oldest + 1) % mostKept
  }

  private func pick(_ ring: [(bytes: [UInt8], port: UInt16)]) -> (bytes: [UInt8], port: UInt16)? {
    ring.isEmpty ? nil : ring[random.below(ring.count)]
  }
}
