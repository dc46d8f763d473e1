import Foundation
import Testbed

/// Programs and files of this package.
enum BuiltProgram {
  /// The path of an executable of this build; it stands beside the test bundle that runs.
  static func path(_ name: String) throws -> String {
    let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let path = URL(fileURLWithPath: own).deletingLastPathComponent().appendingPathComponent(name).path
    guard FileManager.default.isExecutableFile(atPath: path) else {
      throw TestbedError("\(path) is not built: 'swift build' makes it")
    }
    return path
  }

  /// A program of the library.
  static func source(_ name: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("NFPrograms/\(name).nf").path
  }
}
