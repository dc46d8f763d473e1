import Wire

/// Compares what a receiver captured with what should have come out, packet for packet.
///
/// Packets are told by all their bytes; equal ones are matched in order. What is left on both sides is paired by the number that
/// synthetic traffic carries: such a packet arrived, but with wrong bytes.
///
///     var comparison = TraceComparison(expected: outputs, port: 1)
///     while let packet = try capture.next() { comparison.receive(packet.bytes) }
///     print(comparison.result)
public struct TraceComparison {
  /// What counts as the same packet.
  public enum Equality: Hashable, Sendable {
    /// All bytes.
    case exact
    /// All bytes but the port that a translator chose: source ports (of ICMP echo: identifiers) may be other ones, if each expected
    /// source (address, protocol, port) has one received port, and no two have the same. For runs where the order of new flows is not known.
    case sourcePortsRenamed
  }

  private let expected: Trace
  private let equality: Equality
  /// Places of expected packets by hash: the first not yet matched, and the next one with the same hash.
  private var first: [UInt64: Int32] = [:]
  private var next: [Int32]
  private var isMatched: [Bool]
  private var lastOfFlow: [UInt64: Int32] = [:]
  private var renaming = PortRenaming()
  private var form = CanonicalForm()
  private var others: [Other] = []
  private var counts = ComparisonResult()

  /// A received packet without a match.
  private struct Other {
    var number: UInt32?
    var position: Int
  }

  /// `expected`: the packets that should come out, in order; those of one port, or all. At most 2^31 packets.
  public init(expected: Trace, port: UInt16? = nil, equality: Equality = .exact) {
    self.expected = expected
    self.equality = equality
    next = Array(repeating: -1, count: expected.count)
    isMatched = Array(repeating: false, count: expected.count)
    for index in expected.records.indices.reversed() {
      guard port == nil || expected.records[index].port == port else {
        isMatched[index] = true
        continue
      }
      let hash = hash(ofExpected: index)
      next[index] = first[hash] ?? -1
      first[hash] = Int32(index)
      counts.expected += 1
    }
  }

  /// Takes the next packet that was received.
  public mutating func receive(_ bytes: UnsafeRawBufferPointer) {
    counts.received += 1
    guard let index = take(bytes) else {
      others.append(Other(number: PacketNumber.of(bytes), position: counts.received))
      return
    }
    counts.matched += 1
    noteOrder(of: index)
  }

  /// Finds the first expected packet that equals the bytes and is not yet matched, and marks it.
  private mutating func take(_ bytes: UnsafeRawBufferPointer) -> Int? {
    let hash = form.hash(of: bytes, equality)
    var before: Int32 = -1
    var candidate = first[hash] ?? -1
    while candidate >= 0 {
      let index = Int(candidate)
      if accepts(bytes, as: index) {
        unlink(candidate, after: before, hash: hash)
        isMatched[index] = true
        return index
      }
      before = candidate
      candidate = next[index]
    }
    return nil
  }

  private mutating func accepts(_ bytes: UnsafeRawBufferPointer, as index: Int) -> Bool {
    expected.withBytes(index) { wanted in
      guard form.areEqual(bytes, wanted, equality) else { return false }
      return equality == .exact || renaming.accepts(expected: wanted, received: bytes)
    }
  }

  private mutating func unlink(_ candidate: Int32, after before: Int32, hash: UInt64) {
    if before >= 0 {
      next[Int(before)] = next[Int(candidate)]
    } else {
      first[hash] = next[Int(candidate)]
    }
  }

  /// Counts a packet that came after one of its flow that should have come later.
  private mutating func noteOrder(of index: Int) {
    let flow = expected.withBytes(index) { FlowHash.of(packet: $0) }
    if let last = lastOfFlow[flow], last > index {
      counts.reordered += 1
    } else {
      lastOfFlow[flow] = Int32(index)
    }
  }

  private mutating func hash(ofExpected index: Int) -> UInt64 {
    expected.withBytes(index) { form.hash(of: $0, equality) }
  }

  /// The comparison of what was received so far.
  public var result: ComparisonResult {
    var result = counts
    var missing = missingByNumber
    for other in others {
      if let number = other.number, let index = missing.removeValue(forKey: number) {
        result.mismatched += 1
        result.note(
          "received packet \(other.position) is expected packet \(index + 1) with other bytes (number \(number))")
      } else {
        result.unexpected += 1
        result.note("received packet \(other.position) is not expected")
      }
    }
    result.missing = result.expected - result.matched - result.mismatched
    for (number, index) in missing.sorted(by: { $0.value < $1.value }).prefix(ComparisonResult.mostNotes) {
      result.note("expected packet \(index + 1) is missing (number \(number))")
    }
    return result
  }

  /// Expected packets that have not come, by the number they carry.
  private var missingByNumber: [UInt32: Int] {
    var missing: [UInt32: Int] = [:]
    for index in isMatched.indices where !isMatched[index] {
      if let number = expected.withBytes(index, { PacketNumber.of($0) }) { missing[number] = index }
    }
    return missing
  }
}

extension Trace {
  func withBytes<Result>(_ index: Int, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    let record = records[index]
    return storage.withUnsafeBytes {
      body(UnsafeRawBufferPointer(rebasing: $0[record.offset..<record.offset + record.length]))
    }
  }
}
