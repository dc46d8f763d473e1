/// Whether a card takes an object, or why not.
public struct OffloadReport: Codable, Hashable, Sendable {
  public var accepted: Bool
  public var reasons: [OffloadReason]
  public var programs: [ProgramReport]

  public struct ProgramReport: Codable, Hashable, Sendable {
    public var name: String
    public var section: String
    /// eBPF instructions, those of called functions included.
    public var instructions: Int
    /// Instructions of the card's own code, estimated.
    public var translated: Int
    /// Bytes of stack along the deepest chain of calls.
    public var stack: Int
  }

  /// Checks the programs of an object, or those of one section or name; nil when there is no such program.
  public init?(_ object: EBPFObject, limits: OffloadLimits, program: String? = nil) {
    let chosen = object.programs.filter { program == nil || $0.section == program || $0.name == program }
    guard !chosen.isEmpty else { return nil }
    let subjects = chosen.map { Subject(object, $0, limits) }
    let findings = OffloadRules.ofObjects.flatMap { rule in
      rule.findings(in: object, limits).map { OffloadReason(rule.identifier, $0, nil, nil) }
    }
    reasons = findings + subjects.flatMap { subject in
      OffloadRules.ofPrograms.flatMap { rule in
        rule.findings(in: subject).map { OffloadReason(rule.identifier, $0.message, $0.instruction, subject.program) }
      }
      .sorted { ($0.instruction ?? -1, $0.rule, $0.message) < ($1.instruction ?? -1, $1.rule, $1.message) }
    }
    accepted = reasons.isEmpty
    programs = subjects.map {
      ProgramReport(
        name: $0.program.name, section: $0.program.section,
        instructions: $0.program.instructions.count, translated: Translation.length(of: $0), stack: StackSizeRule.bytes($0))
    }
  }
}

extension OffloadReport {
  /// The same with places that `origin` knows better than the object.
  public func withSources(_ origin: (SourceLine) -> String?) -> OffloadReport {
    var result = self
    for index in result.reasons.indices {
      for line in result.reasons[index].lines {
        guard let better = origin(line) else { continue }
        result.reasons[index].source = better
        break
      }
    }
    return result
  }
}

/// One rule that an object breaks, and where.
public struct OffloadReason: Codable, Hashable, Sendable {
  public var rule: String
  /// Index in the linked program, as the kernel counts; nil where the whole object breaks it.
  public var instruction: Int?
  /// `file:line:column` of the instruction, where the object knows.
  public var source: String?
  /// In the driver's own kind of words.
  public var message: String
  /// The program's name.
  public var program: String?
  /// The lines of the instruction and of those before it, the nearest first: code of an inlined function has its own.
  var lines: [SourceLine] = []

  init(_ rule: String, _ message: String, _ instruction: Int?, _ program: EBPFProgram?) {
    self.rule = rule
    self.message = message
    self.instruction = instruction
    self.program = program?.name
    if let program, let instruction {
      source = program.lines[instruction]?.description
      let start = program.functions[program.function(of: instruction)].range.lowerBound
      lines = (max(start, instruction - Self.mostLines)...instruction).reversed().compactMap { program.lines[$0] }
    }
  }

  private static let mostLines = 64

  private enum CodingKeys: String, CodingKey { case rule, instruction, source, message, program }

  /// All keys always, as scripts expect them.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(rule, forKey: .rule)
    try container.encode(instruction, forKey: .instruction)
    try container.encode(source, forKey: .source)
    try container.encode(message, forKey: .message)
    try container.encode(program, forKey: .program)
  }
}
