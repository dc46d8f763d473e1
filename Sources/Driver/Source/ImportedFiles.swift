import Diagnostics
import Foundation

/// Reads the files that a program imports and remembers them. The standard library is part of the compiler, and none of them.
final class ImportedFiles {
  /// Each file once, by the path it was asked for under.
  private(set) var all: [String: SourceFile] = [:]

  /// The source of an imported file; nil where it cannot be read.
  func source(_ path: String) -> SourceFile? {
    if let known = all[path] { return known }
    let file = FileManager.default.contents(atPath: path).map { SourceFile(path: path, bytes: $0) }
    all[path] = file
    return file
  }
}

/// A file that a program imports.
public struct ImportedFile: Hashable, Sendable {
  /// From the directory of the program's own source, so that it is the same wherever both lie.
  public var path: String
  public var bytes: [UInt8]

  init(_ file: SourceFile, importedBy main: String) {
    path = Self.path(file.path, from: Self.parts(main).dropLast())
    bytes = file.bytes
  }

  private static func path(_ path: String, from directory: some Collection<Substring>) -> String {
    if path.hasPrefix("/") != (directory.first == "/") { return path }
    let parts = parts(path)
    let common = zip(parts, directory).prefix { $0 == $1 }.count
    return (directory.dropFirst(common).map { _ in ".." } + parts.dropFirst(common)).joined(separator: "/")
  }

  /// A path's parts without `.` and, where that is possible, `..`; a leading `/` is the first.
  private static func parts(_ path: String) -> [Substring] {
    var parts: [Substring] = path.hasPrefix("/") ? ["/"] : []
    for part in path.split(separator: "/") where part != "." {
      if part == "..", let last = parts.last, last != "..", last != "/" { parts.removeLast() } else { parts.append(part) }
    }
    return parts
  }
}
