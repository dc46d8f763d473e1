import Glibc
import IR
import Interpreter
import TraceGenerator
import Wire

/// What a program does with steps: the interpreter's run of them, made once and held against every site.
public struct Answers: Sendable {
  public let steps: [Step]
  /// By step.
  public private(set) var outcomes: [Outcome] = []
  /// Steps before which the NIC half's own tables have to be swept: see `RoomOnNIC`.
  public private(set) var sweeps: [Bool] = []
  /// All packets as they left, one after the other, and where each ends.
  private var bytes: [UInt8] = []
  private var ends: [Int] = []
  public let states: StateSnapshot
  public let counts: [PathCount]

  /// - Throws: `InterpreterError` for a program that cannot be run, or changes that do not fit it.
  public init(_ program: Program, _ tables: [TableChange], _ steps: [Step]) throws {
    self.steps = steps
    let interpreter = try Interpreter(program)
    for change in tables { try change.apply(to: interpreter) }
    var room = RoomOnNIC(program)
    outcomes.reserveCapacity(steps.count)
    sweeps.reserveCapacity(steps.count)
    ends.reserveCapacity(steps.count)
    bytes.reserveCapacity(steps.reduce(0) { $0 + $1.bytes.count })
    for step in steps {
      for change in step.changes { try change.apply(to: interpreter) }
      sweeps.append(room.advance(interpreter, to: step.time))
      let start = bytes.count
      bytes.append(contentsOf: step.bytes)
      outcomes.append(
        bytes.withUnsafeMutableBytes {
          interpreter.run(UnsafeMutableRawBufferPointer(rebasing: $0[start...]), port: step.port, now: step.time)
        })
      if let moved = interpreter.movedPacket {
        bytes.removeSubrange(start...)
        bytes.append(contentsOf: moved)
      }
      ends.append(bytes.count)
      room.note(interpreter)
      if step.event(groups: 1) == .expire { interpreter.advance(to: step.time) }
    }
    states = interpreter.snapshot()
    counts = interpreter.pathCounts.map(PathCount.init)
  }

  /// The bytes of the packet that left at this step.
  public func packet(_ index: Int) -> ArraySlice<UInt8> { bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]] }

  /// Whether a site's outcome and bytes are those of the interpreter.
  func agrees(_ index: Int, _ outcome: Outcome?, _ left: UnsafeRawBufferPointer) -> Bool {
    guard outcome == outcomes[index] else { return false }
    let start = index == 0 ? 0 : ends[index - 1]
    guard left.count == ends[index] - start else { return false }
    return bytes.withUnsafeBytes { own in
      guard let own = own.baseAddress, let other = left.baseAddress else { return true }
      return memcmp(own + start, other, left.count) == 0
    }
  }

  /// The steps from `begin` on that follow each other with nothing between.
  func run(from begin: Int) -> Range<Int> {
    var end = begin + 1
    while end < steps.count, followsAtOnce(end) { end += 1 }
    return begin..<end
  }

  private func followsAtOnce(_ index: Int) -> Bool {
    !sweeps[index] && steps[index].changes.isEmpty && steps[index - 1].event(groups: 1) == nil
  }
}
