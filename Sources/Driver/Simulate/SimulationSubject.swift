import Bundle
import struct Bundle.Bundle
import Foundation
import IR
import Plan

/// What `cora simulate` is given: a bundle with its plan, or a source to be planned.
enum SimulationSubject {
  case source(ProgramSource)
  case bundle(Program, OffloadPlan)

  init(_ path: String, settings: [String: String]) throws(DriverError) {
    switch try ReplaySubject(path, settings: settings) {
    case .source(let source): self = .source(source)
    case .bundle(let bundle):
      let program = try DriverError.wrapping { try Replay.program(of: bundle) }
      guard bundle.plan.programDigest == program.digest else {
        throw DriverError("\(path): its plan is of another program than its program.cir")
      }
      self = .bundle(program, bundle.plan)
    }
  }

  var program: Program {
    switch self {
    case .source(let source): source.program
    case .bundle(let program, _): program
    }
  }
}
