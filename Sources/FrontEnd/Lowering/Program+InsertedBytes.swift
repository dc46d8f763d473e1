import Diagnostics
import IR

extension Program {
  /// The place of the first insertion that gives a packet more bytes than every site has room for. Handlers are checked
  /// one by one; the members of a chain add up.
  var insertionBeyondRoom: SourceSpan? {
    var inserted = [Int](repeating: 0, count: blocks.count)
    for (index, block) in blocks.enumerated() {
      var bytes = inserted[index]
      for instruction in block.instructions {
        if case .insertBytes(_, let count) = instruction.operation { bytes += count }
        if bytes > Self.mostInsertedBytes, let span = instruction.span { return span }
      }
      for target in block.terminator.targets {
        inserted[target.block.index] = max(inserted[target.block.index], bytes)
      }
    }
    return nil
  }
}
