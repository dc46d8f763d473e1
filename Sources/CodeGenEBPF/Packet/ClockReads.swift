import IR

/// Where the NIC half reads the clock: once on each way, and only on ways that need it.
struct ClockReads {
  enum Before: Hashable { case never, sometimes, always }
  /// By block: whether ways to it read the clock.
  private(set) var before: [Before]
  private(set) var needs: [Bool]

  init(_ program: Program, needs: (Block) -> Bool, isCut: (Int, Int) -> Bool) {
    let needed = program.blocks.map(needs)
    var before = [Before?](repeating: nil, count: program.blocks.count)
    if !before.isEmpty { before[0] = .never }
    for (index, block) in program.blocks.enumerated() {
      guard let here = before[index] else { continue }
      let after: Before = needed[index] ? .always : here
      for (edge, target) in block.terminator.targets.enumerated() where !isCut(index, edge) {
        let merged = before[target.block.index].map { $0 == after ? after : .sometimes }
        before[target.block.index] = merged ?? after
      }
    }
    self.needs = needed
    self.before = before.map { $0 ?? .never }
  }
}

extension Program {
  /// Whether a clock that stands still for a tick of the kernel's (1 to 10 ms) would show: in tokens, in what the program
  /// computes, or in timeouts below a second. The coarse clock costs a tenth of the fine one.
  var needsFineClock: Bool {
    let readsIt = blocks.contains { $0.instructions.contains { $0.operation == .now } }
    return readsIt || states.contains { $0.map?.meters.isEmpty == false || $0.map?.expiry?.isBelowASecond == true }
  }
}

extension Expiry {
  fileprivate var isBelowASecond: Bool {
    ([nanoseconds] + (byField?.nanoseconds ?? [])).contains { $0 < 1_000_000_000 }
  }
}
