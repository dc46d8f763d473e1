import IR

extension Program {
  /// Without what is not needed: blocks that only jump, values that nobody reads, reasons that no block names.
  func tidied() -> Program {
    let clean = Self.cleanUp.reduce(self) { $1.run($0) }.withLocalConstants()
    return [Pass.deadCode, .compaction].reduce(clean) { $1.run($0) }.droppingUnusedReasons()
  }

  private static let cleanUp: [Pass] = [
    .constantFolding, .unreachableBlocks, .deadCode, .jumpThreading, .unreachableBlocks, .blockMerging,
    .unreachableBlocks,
  ]

  private func droppingUnusedReasons() -> Program {
    let used = Set(blocks.compactMap { if case .finish(.drop(let reason)) = $0.terminator { reason } else { nil } })
      .sorted()
    var result = self
    result.reasons = used.map { reasons[$0] }
    for (index, block) in blocks.enumerated() {
      guard case .finish(.drop(let reason)) = block.terminator, let new = used.firstIndex(of: reason) else { continue }
      result.blocks[index].terminator = .finish(.drop(reason: new))
    }
    return result
  }
}
