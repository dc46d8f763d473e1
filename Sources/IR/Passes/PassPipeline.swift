/// A rewriting of programs that keeps their meaning: same packets, verdicts and states; path numbers may change.
public struct Pass: Sendable {
  public var name: String
  public var run: @Sendable (Program) -> Program

  public init(_ name: String, _ run: @escaping @Sendable (Program) -> Program) {
    self.name = name
    self.run = run
  }
}

/// Passes in order, with the verifier between them.
public struct PassPipeline: Sendable {
  public var passes: [Pass]

  public init(_ passes: [Pass]) { self.passes = passes }

  /// What every program goes through before it is planned and generated from.
  public static let standard = PassPipeline([
    .constantFolding, .unreachableBlocks, .deadCode, .jumpThreading, .unreachableBlocks, .blockMerging,
    .unreachableBlocks, .deadCode, .compaction,
  ])

  /// Runs the passes on a well-formed program.
  /// - Throws: the first pass whose result is not well-formed (`input` for the program itself), and the broken rules.
  public func run(_ program: Program) throws(PassError) -> Program {
    try Self.check(program, after: "input")
    var program = program
    for pass in passes {
      program = pass.run(program)
      try Self.check(program, after: pass.name)
    }
    return program
  }

  private static func check(_ program: Program, after pass: String) throws(PassError) {
    let errors = program.verify()
    guard errors.isEmpty else { throw PassError(pass: pass, errors: errors) }
  }
}

/// A pass gave a program that is not well-formed.
public struct PassError: Error, Hashable, Sendable, CustomStringConvertible {
  public var pass: String
  public var errors: [VerificationError]

  public var description: String {
    "after \(pass): " + errors.map(\.description).joined(separator: "\n")
  }
}
