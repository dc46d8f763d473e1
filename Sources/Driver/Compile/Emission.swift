import CodeGenEBPF
import CodeGenHostC
import FrontEnd
import IR
import Diagnostics

/// The texts between source and bundle.
public enum EmissionStage: String, CaseIterable, Sendable {
  case ast, ir, paths, states
  case nicSource = "nic.bpf.c"
  case hostSource = "host.c"

  /// True for the stages that need a plan.
  public var needsPlan: Bool { self == .nicSource || self == .hostSource }
}

public enum Emission {
  /// The syntax tree of a source that parses.
  public static func syntaxTree(ofFileAt path: String, colour: Bool) throws(DriverError) -> String {
    let file = try ProgramSource.read(path)
    var log = DiagnosticLog()
    log.register(file)
    let tree = Parser.parse(file, reportingTo: &log)
    guard !log.hasErrors else { throw DriverError(diagnostics: log.rendered(colour: colour)) }
    return tree.dump
  }

  /// `ir`, `paths` or `states` of a program.
  public static func text(_ stage: EmissionStage, of program: Program) -> String {
    switch stage {
    case .paths: ProgramAnalysis(program).pathsReport
    case .states: ProgramAnalysis(program).statesReport
    default: program.text
    }
  }

  /// A generated half.
  public static func text(_ stage: EmissionStage, of planned: Planned) throws(DriverError) -> String {
    try DriverError.wrapping {
      switch stage {
      case .nicSource: try nicSource(planned.source.program, planned.result.plan)
      default: try hostSource(planned.source.program, planned.result.plan)
      }
    }
  }
}
