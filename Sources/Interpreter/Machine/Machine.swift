import IR
import Wire

/// A program ready to run: its code, its registers and its states, all in memory taken once.
struct Machine {
  let code: UnsafeMutablePointer<Code>
  /// Values by register; constants and parameters stand in theirs from the start.
  let registers: UnsafeMutablePointer<UInt64>
  /// Register by value id; -1 for a value that has none.
  let registerOf: UnsafeMutablePointer<Int32>
  /// Register lists of keys, hashes and insertions.
  let operands: UnsafeMutablePointer<Int32>
  let cases: UnsafeMutablePointer<CaseRow>
  /// Offsets of the bound headers in the packet, by handle.
  let headers: UnsafeMutablePointer<Int>
  let entries: UnsafeMutablePointer<EntryHandle>
  /// Where the elements are that were taken from queues, for each handle.
  let copies: UnsafeMutablePointer<UInt64>
  let stores: Stores
  /// Tables whose records expire.
  let expiring: UnsafeMutablePointer<UnsafeMutablePointer<RecordTable>>
  let expiringCount: Int
  let paths: UnsafeMutablePointer<PathCount>
  let pathCount: Int
  let drops: UnsafeMutablePointer<UInt64>
  let dropCount: Int
  let progress: UnsafeMutablePointer<Progress>
  let uses: UnsafeMutablePointer<RecordUse>
  let movesBytes: Bool

  /// What changes with every packet.
  struct Progress {
    /// The clock's last reading, ns.
    var now: UInt64 = 0
    var useCount = 0
    var recordsUse = false
    /// The packet as it is now.
    var frame: Frame
    /// Where packets are whose bytes move.
    var room = FrameRoom()
    /// Whether the packet has made copies or records, which stand below.
    var hasEmitted = false
    var mirrored: [Outcome.Mirrored] = []
    var exported: [Outcome.Exported] = []
  }

  struct PathCount: BitwiseCopyable {
    var packets: UInt64
    var bytes: UInt64
  }

  init(_ program: Program, parameters: [UInt64], stores: Stores) throws {
    let lowered = try Lowering(program, parameters: parameters, stores: stores).lowered()
    self.stores = stores
    code = Self.copy(lowered.code)
    registers = Self.copy(lowered.registers)
    registerOf = Self.copy(lowered.registerOf)
    operands = Self.copy(lowered.operands)
    cases = Self.copy(lowered.cases)
    headers = Self.copy(program.headers.map { _ in 0 })
    let taken = program.entries.map { program[$0.state].queue?.value.count ?? 0 }
    let copies = Self.copy([UInt64](repeating: 0, count: taken.reduce(0, +)))
    self.copies = copies
    entries = Self.copy(
      taken.indices.map { EntryHandle(row: copies + taken[..<$0].reduce(0, +), slot: 0) })
    let timed = stores.primaries.filter { stores.tables[$0].timeout != 0 }
    expiring = Self.copy(timed.map { stores.tables + $0 })
    expiringCount = timed.count
    pathCount = lowered.pathCount
    paths = Self.copy([PathCount](repeating: PathCount(packets: 0, bytes: 0), count: pathCount))
    dropCount = program.reasons.count + OwnReason.allCases.count
    drops = Self.copy([UInt64](repeating: 0, count: dropCount))
    progress = Self.copy([Progress(frame: Frame(base: UnsafeMutableRawPointer(registers), length: 0))])
    uses = .allocate(capacity: max(lowered.mostUses, 1))
    movesBytes = lowered.movesBytes
    if movesBytes { progress.pointee.room.reserve(FrameRoom.usualBytes) }
  }

  private static func copy<Element>(_ elements: [Element]) -> UnsafeMutablePointer<Element> {
    let memory = UnsafeMutablePointer<Element>.allocate(capacity: max(elements.count, 1))
    memory.initialize(from: elements, count: elements.count)
    return memory
  }

  func deallocate() {
    code.deallocate()
    registers.deallocate()
    registerOf.deallocate()
    operands.deallocate()
    cases.deallocate()
    headers.deallocate()
    entries.deallocate()
    copies.deallocate()
    expiring.deallocate()
    paths.deallocate()
    drops.deallocate()
    progress.pointee.room.deallocate()
    progress.deinitialize(count: 1)
    progress.deallocate()
    uses.deallocate()
    stores.deallocate()
  }
}

extension UnsafeMutablePointer<UInt64> {
  /// The register of this number.
  @inline(__always)
  subscript(register: Int32) -> UInt64 {
    get { self[Int(register)] }
    nonmutating set { self[Int(register)] = newValue }
  }
}
