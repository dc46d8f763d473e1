import Bundle
import Foundation
import IR
import Traffic

/// The traffic a plan is made for: a profile in YAML, captures, or what is assumed where nothing is given.
public struct TrafficInput: Sendable {
  public let profile: TrafficProfile
  /// SHA-256 of what it came from, for the manifest.
  public let digest: String

  /// Files that end in `.yaml` or `.yml` are profiles; all others are captures.
  public init(_ path: String?, for program: Program, tables: ConfigTables = .empty) throws(DriverError) {
    guard let path else {
      profile = .assumed
      digest = "assumed"
      return
    }
    if Self.isProfile(path) {
      profile = try DriverError.wrapping { try TrafficProfile(path: path) }
    } else {
      profile = try TrafficObservation.profile(of: [CaptureSource(path: path)], running: program, tables: tables)
    }
    digest = sha256(Array(profile.yaml.utf8))
  }

  /// Whether a path names a profile; else it names a capture.
  static func isProfile(_ path: String) -> Bool { path.hasSuffix(".yaml") || path.hasSuffix(".yml") }

  /// A profile at hand, which no file needs to hold.
  init(_ profile: TrafficProfile) {
    self.profile = profile
    digest = sha256(Array(profile.yaml.utf8))
  }
}
