import IR
import Interpreter

/// Tells when expired records may take up room on the NIC that the program means to be free.
///
/// An expired record of the NIC half's own tables stays there until it is swept (docs/hand-over.md). What expired since the
/// last sweep and what lives is all that can be there.
struct RoomOnNIC {
  private struct Table {
    var state: StateID
    var capacity: Int
    var live = 0
    /// Records that expired since the last sweep.
    var expired = 0
  }

  private var tables: [Table]

  init(_ program: Program) {
    tables = program.states.indices.compactMap { index in
      guard let map = program.states[index].map, map.expiry != nil, map.companionOf == nil else { return nil }
      return Table(state: StateID(index), capacity: map.capacity)
    }
  }

  /// Lets time pass for the interpreter, and says whether the tables have to be swept then.
  mutating func advance(_ interpreter: Interpreter, to time: UInt64) -> Bool {
    interpreter.advance(to: time)
    var isShort = false
    for index in tables.indices {
      let live = interpreter.liveRecords(of: tables[index].state)
      tables[index].expired += max(0, tables[index].live - live)
      isShort = isShort || tables[index].expired > 0 && live + tables[index].expired >= tables[index].capacity
    }
    if isShort { for index in tables.indices { tables[index].expired = 0 } }
    return isShort
  }

  /// Notes what lives after a packet.
  mutating func note(_ interpreter: Interpreter) {
    for index in tables.indices { tables[index].live = interpreter.liveRecords(of: tables[index].state) }
  }
}
