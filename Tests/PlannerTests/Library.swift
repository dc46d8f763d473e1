import Diagnostics
import Foundation
import FrontEnd
import IR
import Testing

/// The shipped programs, lowered.
enum Library {
  /// Their names, without `.nf`.
  static let names: [String] = {
    let folder = repositoryRoot.appendingPathComponent("NFPrograms").path
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return files.filter { $0.hasSuffix(".nf") }.map { String($0.dropLast(3)) }.sorted()
  }()

  static func program(_ name: String, settings: [String: String] = [:]) throws -> Program {
    try compiled(try String(contentsOfRepositoryFile: "NFPrograms/\(name).nf"), name: name, settings: settings)
  }

  static func compiled(_ text: String, name: String, settings: [String: String] = [:]) throws -> Program {
    var log = DiagnosticLog()
    let program = compileToIR(
      SourceFile(path: "NFPrograms/\(name).nf", text: text), settings: settings, reportingTo: &log)
    return try #require(program, "\(name).nf does not compile: \(log)")
  }
}
