import Diagnostics
import Foundation
import FrontEnd
import IR
import Testing

/// The shipped programs, lowered.
enum Library {
  static func program(_ name: String, settings: [String: String] = [:]) throws -> Program {
    let text = try String(contentsOfRepositoryFile: "NFPrograms/\(name).nf")
    var log = DiagnosticLog()
    let program = compileToIR(
      SourceFile(path: "NFPrograms/\(name).nf", text: text), settings: settings, reportingTo: &log)
    return try #require(program, "\(name).nf does not compile: \(log)")
  }
}
