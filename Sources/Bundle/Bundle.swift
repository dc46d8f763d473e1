import Foundation
import Plan

/// A bundle on disk whose bytes are those its manifest names.
public struct Bundle: Sendable {
  public let directory: String
  public let manifest: BundleManifest
  public let plan: OffloadPlan

  /// Opens and verifies a bundle: the format, every file's digest, nothing missing.
  public init(opening directory: String) throws(BundleError) {
    self.directory = directory
    guard FileManager.default.fileExists(atPath: directory) else { throw BundleError(directory, "no such bundle") }
    let file = directory + "/" + BundleManifest.fileName
    let format = try Self.decode(BundleManifest.Format.self, at: file).format
    guard format == BundleManifest.currentFormat else {
      throw BundleError(
        directory, "bundle format \(format); this program reads format \(BundleManifest.currentFormat)")
    }
    manifest = try Self.decode(BundleManifest.self, at: file)
    try Self.verify(manifest, in: directory)
    plan = try Self.decode(OffloadPlan.self, at: directory + "/" + BundleFile.plan.rawValue)
  }

  /// The path of one of its files.
  public func path(_ file: BundleFile) -> String { directory + "/" + file.rawValue }

  public func contains(_ file: BundleFile) -> Bool { manifest.files[file.rawValue] != nil }

  public func decode<Value: Decodable>(_ type: Value.Type, from file: BundleFile) throws(BundleError) -> Value {
    try Self.decode(type, at: path(file))
  }

  public func bytes(of file: BundleFile) throws(BundleError) -> [UInt8] { try Self.read(path(file)) }

  private static func verify(_ manifest: BundleManifest, in directory: String) throws(BundleError) {
    for (name, digest) in manifest.files.sorted(by: { $0.key < $1.key }) {
      guard !name.contains("/"), name != ".." else {
        throw BundleError(directory, "the manifest names '\(name)', which is not a file of the bundle")
      }
      let path = directory + "/" + name
      guard sha256(try read(path)) == digest else {
        throw BundleError(path, "its bytes are not those the manifest was made for")
      }
    }
  }

  private static func read(_ path: String) throws(BundleError) -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: path) else { throw BundleError(path, "cannot be read") }
    return [UInt8](data)
  }

  private static func decode<Value: Decodable>(_ type: Value.Type, at path: String) throws(BundleError) -> Value {
    do {
      return try JSONDecoder().decode(type, from: Data(try read(path)))
    } catch let error as BundleError {
      throw error
    } catch {
      throw BundleError(path, "is not valid \(path.hasSuffix(BundleManifest.fileName) ? "manifest" : "JSON of a bundle")")
    }
  }
}
