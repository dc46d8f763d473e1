/// New records in order of their making, for the NIC. A full queue forgets the newest: the next sweep finds them.
struct CandidateQueue {
  struct Candidate {
    var slot: UInt32
    /// Ledger bucket of the packet that made it.
    var bucket: UInt32
  }

  static let most = 4096
  private var ring: [Candidate]
  private var head = 0
  private(set) var count = 0

  init() { ring = Array(repeating: Candidate(slot: 0, bucket: 0), count: Self.most) }

  mutating func add(_ candidate: Candidate) {
    guard count < Self.most else { return }
    ring[(head + count) & (Self.most - 1)] = candidate
    count += 1
  }

  mutating func take() -> Candidate? {
    guard count > 0 else { return nil }
    defer {
      head = (head + 1) & (Self.most - 1)
      count -= 1
    }
    return ring[head]
  }
}
