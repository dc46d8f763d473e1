import Diagnostics
import Foundation
import FrontEnd
import IR

/// A source that was compiled to IR, with what was said about it.
public struct ProgramSource: Sendable {
  public let file: SourceFile
  /// What it imports, directly or not, sorted by path.
  public let imports: [ImportedFile]
  public private(set) var program: Program
  /// The parameters' values given by `--set`, by name.
  public let settings: [String: String]
  /// Warnings, rendered; empty when there are none.
  public let warnings: String

  /// Reads and compiles a source; `-` is standard input.
  ///
  /// - Throws: `DriverError` whose text is the rendered diagnostics.
  public init(path: String, settings: [String: String] = [:], colour: Bool = false) throws(DriverError) {
    try self.init(Self.read(path), settings: settings, colour: colour)
  }

  /// Compiles a source that is in memory.
  ///
  /// - Throws: `DriverError` whose text is the rendered diagnostics.
  public init(text: String, named name: String) throws(DriverError) {
    try self.init(SourceFile(path: name, text: text), settings: [:], colour: false)
  }

  private init(_ file: SourceFile, settings: [String: String], colour: Bool) throws(DriverError) {
    var log = DiagnosticLog()
    let imported = ImportedFiles()
    let program = Self.compile(file, settings: settings, imports: imported, reportingTo: &log)
    guard let program, !log.hasErrors else { throw DriverError(diagnostics: log.rendered(colour: colour)) }
    self.file = file
    self.program = program
    imports = imported.all.values.map { ImportedFile($0, importedBy: file.path) }.sorted { $0.path < $1.path }
    self.settings = settings
    warnings = log.rendered(colour: colour)
  }

  /// Compiles a source that was read; nil with errors in the log.
  static func compile(
    _ file: SourceFile, settings: [String: String], imports: ImportedFiles = ImportedFiles(),
    reportingTo log: inout DiagnosticLog
  ) -> Program? {
    log.register(file)
    return compileToIR(file, settings: settings, imports: { imports.source($0) }, reportingTo: &log)
  }

  /// The same source with another program in the place of its own, such as one with smaller tables.
  public func replacing(program: Program) -> ProgramSource {
    var other = self
    other.program = program
    return other
  }

  /// Reads a source; a directory, a missing file and the like are one clear error.
  static func read(_ path: String) throws(DriverError) -> SourceFile {
    if path == "-" {
      return SourceFile(path: "<stdin>", bytes: (try? FileHandle.standardInput.readToEnd()) ?? Data())
    }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw DriverError("\(path): cannot be read: \(whyUnreadable(path))")
    }
    return SourceFile(path: path, bytes: data)
  }
}

/// The system's words for why a file cannot be read.
func whyUnreadable(_ path: String) -> String {
  var isDirectory: ObjCBool = false
  if FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory), isDirectory.boolValue {
    return "it is a directory"
  }
  let descriptor = open(path, O_RDONLY)
  guard descriptor < 0 else {
    close(descriptor)
    return "its contents"
  }
  return String(cString: strerror(errno))
}
