import Halves
import IR
import TraceGenerator

/// Steps, and the interpreter's answers to them, which are made when the first site asks. For one thread.
public final class SharedTrace {
  public let steps: [Step]
  private let program: Program
  private let tables: [TableChange]
  /// Without the frames that a NIC does not take.
  private lazy var whole = steps.filter { NICHalf.frameSizes.contains($0.bytes.count) }
  private var answers: [Int: Answers] = [:]

  public init(_ program: Program, _ tables: [TableChange], _ steps: [Step]) {
    self.program = program
    self.tables = tables
    self.steps = steps
  }

  /// Its first steps.
  public func prefix(_ count: Int) -> SharedTrace { SharedTrace(program, tables, Array(steps.prefix(count))) }

  /// The answers to all steps, or to those whose frames a NIC takes.
  func answers(forAnyFrame takesAny: Bool) throws -> Answers {
    let taken = takesAny ? steps : whole
    if let made = answers[taken.count] { return made }
    let made = try Answers(program, tables, taken)
    answers[taken.count] = made
    return made
  }
}
