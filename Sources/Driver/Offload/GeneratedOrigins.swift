import Foundation
import Offload

/// Finds the line of the program that a line of generated C was made from, by the comments that the generator writes
/// over its code, in the sources that lie beside an object.
struct GeneratedOrigins {
  private let directory: String
  private var files: [String: [String?]] = [:]

  init(besideObjectAt path: String) { directory = (path as NSString).deletingLastPathComponent }

  /// `program.nf:14`, or nil where the line is not under such a comment.
  mutating func origin(of line: SourceLine) -> String? {
    let name = (line.file as NSString).lastPathComponent
    let origins = files[name] ?? Self.origins(directory.isEmpty ? name : directory + "/" + name)
    files[name] = origins
    return origins.indices.contains(line.line - 1) ? origins[line.line - 1] : nil
  }

  private static let mostBytes = 16 << 20

  /// By line; empty where there is no such file.
  private static func origins(_ path: String) -> [String?] {
    guard let file = FileHandle(forReadingAtPath: path), let data = try? file.read(upToCount: mostBytes) else { return [] }
    var current: String?
    return String(decoding: data, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false).map { line in
      if line.first == "}" { current = nil }
      if let found = comment(line) { current = found }
      return current
    }
  }

  /// The place that a line such as `  // nat.nf:14` names.
  private static func comment(_ line: Substring) -> String? {
    let text = line.drop { $0 == " " }
    guard text.hasPrefix("// "), let colon = text.lastIndex(of: ":"), text[..<colon].hasSuffix(".nf") else { return nil }
    let number = text[text.index(after: colon)...]
    return !number.isEmpty && number.allSatisfy(\.isNumber) ? String(text.dropFirst(3)) : nil
  }
}
