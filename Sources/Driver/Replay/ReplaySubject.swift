import Bundle
import struct Bundle.Bundle
import Foundation
import Plan

/// What `cora replay` is given: a source or a bundle.
public enum ReplaySubject {
  case source(ProgramSource)
  case bundle(Bundle)

  public init(_ path: String, settings: [String: String] = [:]) throws(DriverError) {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory), isDirectory.boolValue else {
      self = .source(try ProgramSource(path: path, settings: settings))
      return
    }
    guard settings.isEmpty else {
      throw DriverError.misuse("--set is for sources; a bundle's parameters are those it was compiled with")
    }
    self = .bundle(try DriverError.wrapping { try Bundle(opening: path) })
  }

  /// The replay on a site, and the names of the program's ports.
  public func replay(on site: Replay.Site, _ tables: ConfigTables) throws(DriverError) -> (Replay, ports: [String]) {
    switch self {
    case .source(let source):
      guard site == .interpreter else {
        throw DriverError.misuse("--site \(site.rawValue) needs a bundle; compile the program first")
      }
      return (try Replay(source, tables: tables), source.program.ports)
    case .bundle(let bundle):
      let layout = try DriverError.wrapping { try bundle.decode(ProgramLayout.self, from: .layout) }
      return (try Replay(bundle, site: site, tables: tables), layout.ports)
    }
  }
}
