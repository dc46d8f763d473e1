import Agreement
import ArgumentParser
import Foundation

/// `make soak`: programs of the library on every site beside the interpreter, for as many packets as one likes.
struct CoraSoak: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cora-soak",
    abstract: "Runs programs of NFPrograms on every site and holds them to the interpreter.",
    discussion: """
      Goes on from the report of an earlier run. Exit status: 0 all sites agree, 1 one differs, could not be loaded, or was not \
      run to the end, 2 misused.
      """)

  @Option(help: "Packets for each program and site.") var packets = 10_000_000
  @Option(help: "Names of programs, with commas between; without it all.") var programs: String?
  @Option(help: "Packets of one seed, from empty tables on.") var chunk = 250_000
  @Option(help: "Packets that may fill one table of full size; small tables are always filled.") var flood = 2_000
  @Option(help: "Programs that run at once.") var workers = ProcessInfo.processInfo.activeProcessorCount
  @Option(help: "Begin nothing after so many minutes.") var minutes: Double?
  @Option(help: "Directory of the report: agreement.md, and agreement.json to go on from.") var output = "build"

  func validate() throws {
    guard packets > 0, chunk > 0, workers > 0 else { throw ValidationError("numbers must be at least 1") }
    guard let unknown = names?.first(where: { name in !Subject.library.contains { $0.name == name } }) else { return }
    throw ValidationError("no program '\(unknown)' in \(Subject.programs.path)")
  }

  private var names: [String]? {
    programs.map { $0.split { $0 == "," || $0 == " " }.map(String.init) }.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// A difference as the case to add, unless it is too long to be read.
  private static func text(_ finding: Finding) -> String {
    let kept = (try? finding.write()) ?? "nowhere: it could not be written"
    let isShort = finding.steps.count <= 64
    let file = "Tests/DifferentialTests/Cases/\(finding.name).steps"
    return (isShort ? finding.text : finding.message + "\n") + "written to \(kept), to be kept as \(file)"
  }

  func run() throws {
    let path = URL(fileURLWithPath: output).appending(path: "agreement")
    try FileManager.default.createDirectory(atPath: output, withIntermediateDirectories: true)
    var settings = Soak.Settings()
    settings.packets = packets
    settings.chunk = min(chunk, packets)
    settings.longestFlood = flood
    settings.workers = workers
    settings.deadline = minutes.map { Date(timeIntervalSinceNow: $0 * 60) }
    if let names { settings.subjects = names.map { Subject(name: $0) } }
    let line = ProgressLine(packets: packets, programs: settings.subjects.map(\.name))
    let soak = Soak(settings, goingOnFrom: try SoakReport(path: path.path + ".json")) { report in
      try? report.write(json: path.path + ".json")
      try? report.text.write(toFile: path.path + ".md", atomically: true, encoding: .utf8)
      line.show(report)
    } found: { finding in
      line.say(Self.text(finding))
    }
    let report = try soak.run()
    line.finish()
    print(report.text)
    let short = settings.subjects.filter { (report.rows[$0.name]?.packets ?? 0) < packets }
    if !short.isEmpty { line.say("not run to the end: \(short.map(\.name).joined(separator: ", "))") }
    if report.mismatches + report.refusals > 0 || !short.isEmpty { throw ExitCode(1) }
  }
}
