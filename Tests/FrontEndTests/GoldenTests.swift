import Diagnostics
import Foundation
import FrontEnd
import IR
import Testing

@Suite struct GoldenTests {
  @Test(arguments: TestFiles.sources(in: TestFiles.cases.appending(path: "accept")))
  func acceptedSource(_ file: URL) throws {
    let program = try #require(try compiled(file))
    let expected = file.deletingPathExtension()
    try GoldenFile.expect(program.text(spans: false), equals: expected.appendingPathExtension("ir.expected"))
    try GoldenFile.expect(try dump(file), equals: expected.appendingPathExtension("ast.expected"))
  }

  @Test(arguments: TestFiles.sources(in: TestFiles.programs))
  func shippedProgram(_ file: URL) throws {
    let program = try #require(try compiled(file))
    let name = file.deletingPathExtension().lastPathComponent + ".ir.expected"
    try GoldenFile.expect(
      program.text(spans: false), equals: TestFiles.cases.appending(path: "programs").appending(path: name))
  }

  @Test(arguments: TestFiles.sources(in: TestFiles.cases.appending(path: "reject")))
  func rejectedSource(_ file: URL) throws {
    var log = DiagnosticLog()
    let program = compileToIR(try source(file), imports: TestFiles.imports(of: file), reportingTo: &log)
    #expect(program == nil)
    let identifier = file.deletingPathExtension().lastPathComponent
    if identifier != "ten-mistakes" {
      #expect(log.diagnostics.contains { $0.identifier == identifier }, "\(identifier) is not reported")
    }
    try GoldenFile.expect(log.rendered(), equals: file.deletingPathExtension().appendingPathExtension("expected"))
  }

  /// Compiles, and says what is probably not meant.
  @Test(arguments: TestFiles.sources(in: TestFiles.cases.appending(path: "warn")))
  func suspiciousSource(_ file: URL) throws {
    var log = DiagnosticLog()
    #expect(compileToIR(try source(file), imports: TestFiles.imports(of: file), reportingTo: &log) != nil)
    #expect(log.diagnostics.allSatisfy { $0.severity == .warning })
    let identifier = file.deletingPathExtension().lastPathComponent
    #expect(log.diagnostics.contains { $0.identifier == identifier }, "\(identifier) is not reported")
    try GoldenFile.expect(log.rendered(), equals: file.deletingPathExtension().appendingPathExtension("expected"))
  }

  @Test func tenMistakesAreTenErrors() throws {
    var log = DiagnosticLog()
    let file = TestFiles.cases.appending(path: "reject/ten-mistakes.nf")
    #expect(compileToIR(try source(file), imports: TestFiles.imports(of: file), reportingTo: &log) == nil)
    #expect(log.errorCount == 10)
    #expect(Set(log.diagnostics.map(\.span.start.line)).count == 10)
  }

  @Test func fiveProgramsAreShipped() {
    let names = TestFiles.sources(in: TestFiles.programs).map(\.lastPathComponent)
    #expect(Set(names).isSuperset(of: ["nat.nf", "firewall.nf", "lb.nf", "policer.nf", "flowmon.nf"]))
  }

  @Test(arguments: TestFiles.sources(in: TestFiles.programs))
  func theTextFormReadsBack(_ file: URL) throws {
    let program = try #require(try compiled(file))
    #expect(try Program(parsing: program.text) == program)
  }

  private func source(_ file: URL) throws -> SourceFile {
    SourceFile(path: file.lastPathComponent, bytes: try Data(contentsOf: file))
  }

  /// Warnings are allowed in cases, which are about something else, but not in programs that are shipped.
  private func compiled(_ file: URL) throws -> Program? {
    var log = DiagnosticLog()
    let program = compileToIR(try source(file), imports: TestFiles.imports(of: file), reportingTo: &log)
    let isShipped = file.deletingLastPathComponent().lastPathComponent == TestFiles.programs.lastPathComponent
    #expect(isShipped ? log.isEmpty : !log.hasErrors, "\(log.rendered())")
    return program
  }

  private func dump(_ file: URL) throws -> String {
    var log = DiagnosticLog()
    return Parser.parse(try source(file), reportingTo: &log).dump
  }
}
