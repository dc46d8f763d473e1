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
