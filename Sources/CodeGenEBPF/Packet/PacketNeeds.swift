import IR
import Plan

/// What the NIC half's blocks do to whole packets: the functions that its file needs for it.
struct PacketNeeds: Hashable {
  var inserts = false
  var removes = false
  var setsLength = false
  var sums = false
  var hashes = false
  var walks = false
  var exports = false
  var binds = false

  init(_ program: Program, _ plan: OffloadPlan) {
    for index in plan.nicBlocks where plan.offloads && program.blocks.indices.contains(index) {
      for instruction in program.blocks[index].instructions { add(instruction.operation) }
    }
  }

  private mutating func add(_ operation: Operation) {
    switch operation {
    case .insertBytes: inserts = true
    case .removeBytes: removes = true
    case .setLength: setsLength = true
    case .sumBytes: sums = true
    case .hashBytes: hashes = true
    case .skipExtensions: walks = true
    case .export: exports = true
    case .bind: binds = true
    default: break
    }
  }

  /// Whether packets leave with another length than they came with.
  var changesLength: Bool { inserts || removes || setsLength }
  /// Whether packets may be dropped where a header has no room.
  var mayLackRoom: Bool { changesLength || binds }
}
