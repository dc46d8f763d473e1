import IR
import Plan

/// What a program asks of the half that runs it, beyond states.
extension Program {
  private var operations: some Sequence<Operation> { blocks.lazy.flatMap(\.instructions).map(\.operation) }

  /// Packets may change their length, and their bytes their place.
  var movesBytes: Bool { operations.contains(where: \.movesBytes) }

  /// Packets may find no room in their buffer, or no header where one is bound.
  var mayLackRoom: Bool {
    operations.contains { operation in
      switch operation {
      case .insertBytes, .setLength, .bind: true
      default: false
      }
    }
  }

  /// Bytes are moved, summed, hashed or walked over.
  var looksAtBytes: Bool {
    operations.contains { operation in
      switch operation {
      case .insertBytes, .removeBytes, .setLength, .sumBytes, .hashBytes, .skipExtensions: true
      default: false
      }
    }
  }

  /// There are tables that the operator fills, queues or tallies.
  var hasRows: Bool { states.contains { $0.table != nil || $0.queue != nil || $0.tally != nil } }

  var mirrors: Bool { mostMirrors > 0 }

  /// Copies of one packet, on the path that sends most.
  var mostMirrors: Int {
    var most = [Int](repeating: 0, count: blocks.count)
    for (index, block) in blocks.enumerated().reversed() {
      let here = block.instructions.count { if case .mirror = $0.operation { true } else { false } }
      most[index] = here + (block.terminator.targets.map { most[$0.block.index] }.max() ?? 0)
    }
    return most.first ?? 0
  }

  /// Reasons that the half has behind the program's.
  func ownReasons(_ plan: OffloadPlan) -> [String] {
    let all = OwnReason.allCases.map(\.text)
    return mayLackRoom ? all : plan.offloads ? [OwnReason.handOverFailed.text] : []
  }
}
