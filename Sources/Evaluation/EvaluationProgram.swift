import Diagnostics
import Foundation
import FrontEnd
import IR

/// A program of the library, compiled.
public struct EvaluationProgram: Sendable {
  public var name: String
  public var program: Program

  /// Reproduces the programs of a study of one card; it is not a network function.
  private static let studies: Set<String> = ["synthetic"]

  /// Compiles `FOLDER/NAME.nf`. Throws `EvaluationError` with the rendered diagnostics.
  public init(_ name: String, in folder: String) throws {
    let path = "\(folder)/\(name).nf"
    guard let bytes = FileManager.default.contents(atPath: path) else {
      throw EvaluationError("\(path): error: cannot be read")
    }
    var log = DiagnosticLog()
    let source = SourceFile(path: path, bytes: bytes)
    log.register(source)
    let imports = { (path: String) in
      FileManager.default.contents(atPath: path).map { SourceFile(path: path, bytes: $0) }
    }
    guard let program = compileToIR(source, imports: imports, reportingTo: &log), !log.hasErrors else {
      throw EvaluationError(log.rendered(colour: false))
    }
    self.name = name
    self.program = program
  }

  /// All programs of a folder that keep a table which packets fill, by name.
  public static func stateful(in folder: String) throws -> [EvaluationProgram] {
    guard let files = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
      throw EvaluationError("\(folder): error: cannot be read as a directory")
    }
    let names = files.filter { $0.hasSuffix(".nf") }.map { String($0.dropLast(3)) }
    return try names.filter { !studies.contains($0) }.sorted()
      .map { try EvaluationProgram($0, in: folder) }
      .filter { $0.program.states.contains { $0.map != nil } }
  }
}

/// Why there is nothing to evaluate: one rendered message.
public struct EvaluationError: Error, CustomStringConvertible {
  public var description: String
  init(_ description: String) { self.description = description }
}
