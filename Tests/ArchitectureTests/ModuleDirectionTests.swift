import Foundation
import Testing

/// Holds the module directions of `docs/architecture.md`: who may import whom, read from the sources themselves.
struct ModuleDirectionTests {
  /// Every module and the modules of ours that it may import.
  static let allowed: [String: Set<String>] = [
    "Diagnostics": [], "Wire": [], "Plan": [], "CNFABI": [], "CBurst": ["CNFABI"], "CPcap": [], "CBPF": [], "CCrypto": [],
    "Bundle": ["Plan", "CCrypto"],
    "IR": ["Diagnostics"],
    "FrontEnd": ["IR", "Diagnostics"],
    "Interpreter": ["IR", "Wire"],
    "TraceGenerator": ["IR", "Interpreter", "Wire"],
    "Traffic": ["Wire", "CPcap"],
    "PerfModel": ["IR", "Traffic", "Diagnostics"],
    "Planner": ["IR", "PerfModel", "Plan", "Traffic", "Diagnostics"],
    "Simulator": ["IR", "PerfModel", "Plan", "Traffic", "Wire"],
    "CodeGenSupport": ["IR", "Plan"],
    "CodeGenEBPF": ["IR", "Plan", "CodeGenSupport"],
    "CodeGenHostC": ["IR", "Plan", "CodeGenSupport"],
    "Offload": [],
    "Halves": ["CBPF", "CNFABI", "Plan", "Wire"],
    "Calibration": ["CBPF", "Halves", "PerfModel"],
    "Driver": [
      "Diagnostics", "IR", "FrontEnd", "Interpreter", "Traffic", "Wire", "PerfModel", "Planner", "Plan", "Bundle",
      "CodeGenSupport", "CodeGenEBPF", "CodeGenHostC", "Halves", "Offload", "Calibration", "TraceGenerator",
      "Simulator",
    ],
    "Agreement": [
      "Driver", "Halves", "Interpreter", "IR", "Plan", "Planner", "Bundle", "Wire", "Traffic", "TraceGenerator",
    ],
    "cora-soak": ["Agreement"],
    "cora": ["Driver", "Diagnostics", "Plan", "Bundle", "Simulator", "Traffic", "Wire"],
    "CDataPlane": ["CBurst", "CNFABI"],
    "DataPlane": ["CBurst", "CNFABI", "Wire"],
    "DataPlaneDPDK": ["DataPlane", "CDataPlane", "CBurst"],
    "Runtime": [
      "DataPlane", "Halves", "Bundle", "Plan", "Planner", "PerfModel", "Traffic", "Wire", "CBurst", "CNFABI", "CBPF",
    ],
    "corad": ["Runtime", "DataPlaneDPDK", "DataPlane", "Plan"],
    "cora-fuzz": ["FrontEnd", "IR", "Diagnostics", "Interpreter", "Traffic", "Wire"],
    "Evaluation": ["Diagnostics", "FrontEnd", "IR", "PerfModel", "Plan", "Planner", "Traffic"],
    "cora-evaluate": ["Evaluation"],
    "Testbed": ["Driver", "Plan"],
    "cora-demo": ["Testbed", "Driver", "Plan", "Traffic", "Wire"],
  ]

  @Test func everyImportFollowsADirection() throws {
    for module in try Self.modules() {
      let may = try #require(Self.allowed[module], "\(module) is not in the table of directions")
      for (imported, file) in try Self.imports(of: module) where Self.allowed[imported] != nil {
        #expect(may.contains(imported) || imported == module, "\(file) imports \(imported)")
      }
    }
  }

  @Test func everyModuleOfTheTableExists() throws {
    #expect(Set(try Self.modules()) == Set(Self.allowed.keys))
  }

  /// DPDK's and libbpf's headers are included in one place each.
  @Test func foreignHeadersStayInTheirTargets() throws {
    for (header, home) in [("<rte_", "CDataPlane"), ("<bpf/libbpf", "CBPF"), ("<pcap", "CPcap"), ("<openssl/", "CCrypto")] {
      for module in try Self.modules() where module != home {
        for file in try Self.files(of: module, endingIn: [".h", ".c"]) {
          let text = try String(contentsOf: file, encoding: .utf8)
          #expect(!text.contains("#include \(header)"), "\(file.lastPathComponent) includes \(header)")
        }
      }
    }
  }

  @Test func theReaderSeesImports() throws {
    #expect(try Self.imports(of: "FrontEnd").contains { $0.0 == "IR" })
  }

  private static let sources = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Sources")

  private static func modules() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: sources.path).filter { !$0.hasPrefix(".") }.sorted()
  }

  private static func files(of module: String, endingIn suffixes: [String]) throws -> [URL] {
    let root = sources.appendingPathComponent(module)
    return try FileManager.default.subpathsOfDirectory(atPath: root.path)
      .filter { path in suffixes.contains { path.hasSuffix($0) } }
      .map { root.appendingPathComponent($0) }
  }

  private static func imports(of module: String) throws -> [(String, String)] {
    try files(of: module, endingIn: [".swift"]).flatMap { file in
      try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        .filter { $0.contains("import ") && !$0.hasPrefix("//") && !$0.hasPrefix(" ") }
        .compactMap { line in line.split(separator: " ").last.map { (String($0), file.lastPathComponent) } }
    }
  }
}
