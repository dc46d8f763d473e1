/// One thing that a card asks of programs.
protocol Rule: Sendable {
  var identifier: String { get }
  /// One line for the manual.
  var summary: String { get }
}

/// A rule about an object as a whole.
protocol ObjectRule: Rule {
  func findings(in object: EBPFObject, _ limits: OffloadLimits) -> [String]
}

/// A rule about a program.
protocol ProgramRule: Rule {
  func findings(in subject: Subject) -> [Finding]
}

/// A rule about single instructions that some path comes to.
protocol InstructionRule: ProgramRule {
  /// What is wrong with the instruction; nil for nothing.
  func message(_ instruction: Instruction, _ fact: Analysis.Fact, _ subject: Subject) -> String?
}

extension InstructionRule {
  func findings(in subject: Subject) -> [Finding] {
    subject.reached.compactMap { index, instruction, fact in
      message(instruction, fact, subject).map { Finding($0, at: index) }
    }
  }
}

/// A place where a program breaks a rule.
struct Finding: Hashable {
  var message: String
  var instruction: Int?

  init(_ message: String, at instruction: Int? = nil) {
    self.message = message
    self.instruction = instruction
  }
}

/// A program with all that is known of it.
struct Subject {
  let program: EBPFProgram
  let maps: [MapDefinition]
  let limits: OffloadLimits
  let analysis: Analysis
  /// Instructions that some path comes to.
  let reached: [(index: Int, instruction: Instruction, fact: Analysis.Fact)]

  init(_ object: EBPFObject, _ program: EBPFProgram, _ limits: OffloadLimits) {
    self.program = program
    self.limits = limits
    maps = object.maps
    let analysis = Analysis(program, object.maps)
    self.analysis = analysis
    reached = program.instructions.enumerated().compactMap { index, instruction in
      analysis.facts[index].map { (index, instruction, $0) }
    }
  }
}

/// A rule as the manual lists it.
public struct OffloadRuleEntry: Hashable, Sendable {
  public var identifier: String
  public var summary: String
}

public enum OffloadRules {
  static let ofObjects: [any ObjectRule] = [
    MapTypeRule(), MapFlagsRule(), MapCountRule(), MapKeyRule(), MapValueRule(), MapEntryRule(), MapEntriesRule(),
    GlobalDataRule(),
  ]
  static let ofPrograms: [any ProgramRule] = [
    ProgramTypeRule(), VerdictRule(), InstructionSetRule(), MultiplyRule(), DivideRule(), TailCallRule(), HelperRule(),
    HelperPointerRule(), AdjustHeadRule(), AdjustTailRule(), EventOutputRule(), CallDepthRule(), DataReferenceRule(), BTFRule(),
    ContextRule(), PointerTypeRule(), PacketSplitRule(), StackOffsetRule(), StackSizeRule(), MapStoreRule(),
    MapOffsetRule(), AtomicRule(), MapUseRule(), LengthRule(), ComplexityRule(),
  ]

  /// All rules, in the order of the manual.
  public static let all = (ofObjects.map { $0 as any Rule } + ofPrograms.map { $0 as any Rule })
    .map { OffloadRuleEntry(identifier: $0.identifier, summary: $0.summary) }
}
