import Foundation
import Plan

/// Collects a bundle's files in a directory beside its destination and moves it there as a whole, so that a failure leaves
/// no half-written bundle.
public final class BundleWriter {
  /// Where the files are until `finish`; tools that make files write them here.
  public let staging: String
  private let destination: String
  private var files: [String: String] = [:]
  private var imports: [String: String] = [:]
  private var finished = false

  /// Begins a bundle that will stand at `destination`. A bundle that stands there is replaced; anything else is not.
  public init(at destination: String) throws(BundleError) {
    let manager = FileManager.default
    if manager.fileExists(atPath: destination),
      !manager.fileExists(atPath: destination + "/" + BundleManifest.fileName),
      (try? manager.contentsOfDirectory(atPath: destination))?.isEmpty != true
    {
      throw BundleError(destination, "exists and is not a bundle; it is left as it is")
    }
    self.destination = destination
    staging = "\(destination).\(getpid()).partial"
    try? manager.createDirectory(atPath: Self.parent(of: staging), withIntermediateDirectories: true)
    guard mkdir(staging, 0o755) == 0 || errno == EEXIST else {
      throw BundleError(destination, "cannot be created: \(String(cString: strerror(errno)))")
    }
  }

  deinit {
    if !finished { try? FileManager.default.removeItem(atPath: staging) }
  }

  public func add(_ file: BundleFile, _ text: String) throws(BundleError) { try add(file, Array(text.utf8)) }

  public func add(_ file: BundleFile, _ bytes: [UInt8]) throws(BundleError) { try add(file.rawValue, bytes) }

  /// Adds a file that the source imports; `path` is from the source's directory.
  public func add(import path: String, _ bytes: [UInt8]) throws(BundleError) {
    let name = "import-\(imports.count + 1).nf"
    try add(name, bytes)
    imports[path] = name
  }

  private func add(_ name: String, _ bytes: [UInt8]) throws(BundleError) {
    guard FileManager.default.createFile(atPath: staging + "/" + name, contents: Data(bytes)) else {
      throw BundleError(destination, "cannot write \(name)")
    }
    files[name] = sha256(bytes)
  }

  public func add<Value: Encodable>(_ file: BundleFile, json value: Value) throws(BundleError) {
    try add(file, Self.json(value))
  }

  /// Takes in a file that a tool has written to `staging`.
  public func adopt(_ file: BundleFile) throws(BundleError) {
    guard let data = FileManager.default.contents(atPath: staging + "/" + file.rawValue) else {
      throw BundleError(destination, "\(file.rawValue) was not made")
    }
    files[file.rawValue] = sha256([UInt8](data))
  }

  /// Writes the manifest and moves the bundle to its destination.
  public func finish(
    generator: String, program: String, target: String, inputs: [String: String]
  ) throws(BundleError) {
    let manifest = BundleManifest(
      generator: generator, program: program, target: target, inputs: inputs, imports: imports, files: files)
    let path = staging + "/" + BundleManifest.fileName
    guard FileManager.default.createFile(atPath: path, contents: Data(try Self.json(manifest))) else {
      throw BundleError(destination, "cannot write the manifest")
    }
    do {
      if FileManager.default.fileExists(atPath: destination) {
        try FileManager.default.removeItem(atPath: destination)
      }
      try FileManager.default.moveItem(atPath: staging, toPath: destination)
    } catch {
      throw BundleError(destination, "cannot be replaced: \(error.localizedDescription)")
    }
    finished = true
  }

  /// The directory that a path stands in.
  private static func parent(of path: String) -> String {
    URL(fileURLWithPath: path).deletingLastPathComponent().path
  }

  /// The one JSON form of everything in a bundle: sorted keys, indented, a newline at the end.
  public static func json<Value: Encodable>(_ value: Value) throws(BundleError) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
      return [UInt8](try encoder.encode(value)) + [UInt8(ascii: "\n")]
    } catch {
      throw BundleError("\(Value.self)", "cannot be encoded: \(error)")
    }
  }
}
