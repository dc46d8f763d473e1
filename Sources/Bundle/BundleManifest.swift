/// `manifest.json`: what is in a bundle and what it was made from. Same inputs, same bytes.
public struct BundleManifest: Codable, Hashable, Sendable {
  /// Version of the bundle's format; readers refuse another.
  public var format: Int
  public var generator: String
  /// The `nf`'s name.
  public var program: String
  public var target: String
  /// SHA-256 (hex) of what the bundle was compiled from, by role: `source`, `device`, `traffic`, `settings`, and `import PATH`
  /// for each file that the source imports.
  public var inputs: [String: String]
  /// The files of the bundle that hold what the source imports, by its path from the source's directory.
  public var imports: [String: String]
  /// SHA-256 (hex) of each file beside the manifest.
  public var files: [String: String]

  /// What manifests of all formats have.
  struct Format: Decodable { var format: Int }

  public static let currentFormat = 2
  public static let fileName = "manifest.json"

  public init(
    generator: String, program: String, target: String, inputs: [String: String], imports: [String: String],
    files: [String: String]
  ) {
    self.format = Self.currentFormat
    self.generator = generator
    self.program = program
    self.target = target
    self.inputs = inputs
    self.imports = imports
    self.files = files
  }
}

/// The names of a bundle's files.
public enum BundleFile: String, CaseIterable, Sendable {
  /// `OffloadPlan`.
  case plan = "plan.json"
  /// `ProgramLayout`: states, fields, reasons, ports and paths, for who loads the halves.
  case layout = "layout.json"
  /// The IR's text form.
  case program = "program.cir"
  case nicSource = "nic.bpf.c"
  case nicObject = "nic.bpf.o"
  /// The program that stands at a port and calls the NIC half, so that it can be exchanged at once.
  case portObject = "port.bpf.o"
  case hostSource = "host.c"
  case hostObject = "host.so"
  case reportText = "report.txt"
  case reportJSON = "report.json"
  /// The source, as it was compiled.
  case source = "source.nf"
  /// The device file with all that it is based on, and the traffic profile: with the program, what planning again takes.
  case device = "device.yaml"
  case traffic = "traffic.yaml"
}
