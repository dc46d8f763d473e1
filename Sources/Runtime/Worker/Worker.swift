import CBurst
import CNFABI
import DataPlane
import Halves
import Plan
import Wire

/// Runs the host half on one core: polls the ports, takes each burst to its end, and does bounded control work in
/// between. Everything it holds is its own thread's; others ask by the mailbox.
final class Worker {
  /// Rounds with packets between two slices of control work.
  static let controlRounds = 4
  static let expiryNanoseconds: UInt64 = 1_000_000
  static let expiryBudget = 64

  let ports: [any Port]
  let half: HostHalf
  let hotSet: HotSet?
  let mailbox: Mailbox
  private let burst: Burst
  private let exports: ExportCollector
  private(set) var cycles = CycleAccount()
  private var expired: UInt64 = 0
  private var nextExpiry: UInt64 = 0
  private var roundsSinceControl = 0

  /// `exports` takes the records that the program exports; without it they are counted only.
  init(
    ports: [any Port], half: HostHalf, hotSet: HotSet?, ledger: UnsafeMutablePointer<cora_ledger>?, mailbox: Mailbox,
    exports queue: ExportQueue? = nil
  ) {
    self.ports = ports
    self.half = half
    self.hotSet = hotSet
    self.mailbox = mailbox
    burst = Burst(
      vtable: half.functions, nf: half.instance, ledger: ledger, portCount: ports.count,
      copier: ports.first?.copier)
    exports = ExportCollector(queue, streams: half.layout.streams.count)
    half.onExport = { [exports] stream, values in exports.add(stream: stream, values) }
    half.onMirror = { [state = burst.state] bytes, port in
      cora_burst_mirror(
        state, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), UInt32(bytes.count), UInt32(port))
    }
    hotSet?.watch(burst.state)
  }

  /// One round: each port once, then control work if it is due. Returns the packets found. `now` is CLOCK_MONOTONIC's,
  /// in nanoseconds.
  @discardableResult
  func round(now: UInt64) -> Int {
    var found = 0
    for index in ports.indices { found += poll(index, now) }
    roundsSinceControl += 1
    if found == 0 || roundsSinceControl >= Self.controlRounds { control(now, drained: found == 0) }
    return found
  }

  private func poll(_ index: Int, _ now: UInt64) -> Int {
    cora_watch()
    let start = Clock.cycles
    let count = burst.move(from: index, of: ports, now: now)
    let end = Clock.cycles
    guard count > 0 else {
      cycles.idle &+= end &- start
      return 0
    }
    cycles.addBusy(end &- start, packets: count, disturbed: cora_was_disturbed() != 0)
    hotSet?.afterBurst()
    cycles.control &+= Clock.cycles &- end
    return count
  }

  private func control(_ now: UInt64, drained: Bool) {
    let start = Clock.cycles
    roundsSinceControl = 0
    // An empty round that finds nothing to do is waiting, whatever it looks at.
    let hasWork = !drained || now >= nextExpiry || mailbox.hasMail || isBusy
    if now >= nextExpiry {
      nextExpiry = now &+ Self.expiryNanoseconds
      expired &+= UInt64(half.expire(now: now, budget: Self.expiryBudget))
    }
    hotSet?.work(now: now, drained: drained)
    if !half.layout.streams.isEmpty {
      drainExports()
      exports.handOver()
    }
    if mailbox.hasMail { for letter in mailbox.take() { letter.reply(answer(letter.question)) } }
    let spent = Clock.cycles &- start
    if hasWork { cycles.control &+= spent } else { cycles.idle &+= spent }
  }

  private func drainExports() {
    if let nic = hotSet?.mover.nic as? NICHalf { exports.drain(nic) }
  }

  /// Hands over what is still held; to be called after the last round.
  func finish() {
    drainExports()
    exports.handOverLast()
  }

  /// True when there is control work that should not wait for a sleep's end.
  var isBusy: Bool { hotSet?.isBusy ?? false }

  func addIdle(_ count: UInt64) { cycles.idle &+= count }
}

extension Worker {
  private func answer(_ question: Mailbox.Question) -> Mailbox.Answer {
    switch question {
    case .report: return .report(report())
    case .snapshot: return .snapshot(snapshot())
    case .hotSet: return .hotSet(hotSet?.description() ?? DaemonProtocol.HotSet(states: []))
    case .replan:
      hotSet?.endInterval()
      return .moves(moves)
    }
  }

  /// The whole state; the host half's share alone if the NIC half's cannot be read.
  private func snapshot() -> StateSnapshot {
    (try? hotSet?.mover.snapshot(now: Clock.now)) ?? half.snapshot()
  }

  private var moves: DaemonStatus.Moves {
    var moves = hotSet?.moves ?? DaemonStatus.Moves()
    moves.expired = expired
    return moves
  }

  /// A copy of all counters.
  func report() -> WorkerReport {
    let functions = half.functions.pointee
    let paths = functions.paths(half.instance)
    let drops = functions.drops(half.instance)
    let groups = 0..<Int(functions.group_count)
    return WorkerReport(
      ports: ports.map { $0.counters() }, burst: burst.state.pointee.counters,
      paths: (0..<Int(functions.path_count)).map { index in
        paths.map { .init(packets: $0[index].packets, bytes: $0[index].bytes) } ?? .init(packets: 0, bytes: 0)
      },
      drops: (0..<Int(functions.reason_count)).map { drops?[$0] ?? 0 },
      occupancy: groups.map { Int(functions.occupancy(half.instance, UInt32($0))) },
      nicOwned: hotSet?.owned ?? groups.map { _ in 0 }, moves: moves, cycles: cycles,
      exported: zip(half.exported, exports.fromNIC).map { $0 &+ $1 }, lostExports: exports.lost)
  }
}
