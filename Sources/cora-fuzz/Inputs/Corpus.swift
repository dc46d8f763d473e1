import Diagnostics
import Foundation

/// What inputs are made from: the programs and cases of the source tree, and `Tests/FuzzTests/Corpus`.
struct Corpus {
  let root: URL
  /// True where inputs are not made but read: then there is nothing to make them from.
  let isReplay: Bool

  init(root: String, isReplay: Bool = false) {
    self.root = URL(fileURLWithPath: root)
    self.isReplay = isReplay
  }

  /// Programs, right and wrong.
  func programs() throws -> [String] {
    try texts("nf", in: ["NFPrograms", "Examples", "Sources/FrontEnd/Library", "Tests/FrontEndTests/Cases"])
  }

  /// The library's programs: names and texts.
  func library() throws -> [(name: String, text: String)] {
    try files("nf", in: ["NFPrograms"]).map { ($0.lastPathComponent, try String(contentsOf: $0, encoding: .utf8)) }
  }

  /// Finds a program of the library by its file name, for imports.
  func imported(_ path: String) -> SourceFile? {
    let name = URL(fileURLWithPath: path).lastPathComponent
    let file = root.appending(path: "NFPrograms").appending(path: name)
    return (try? Data(contentsOf: file)).map { SourceFile(path: path, bytes: $0) }
  }

  /// Programs in the IR's text form.
  func irTexts() throws -> [String] { try texts("ir.expected", in: ["Tests/FrontEndTests/Cases"]) }

  func grammar() throws -> Grammar {
    Grammar(try String(contentsOf: root.appending(path: "Tests/FuzzTests/Corpus/nf.grammar"), encoding: .utf8))
  }

  /// Inputs that once showed a fault: the files of a directory of the target's name.
  func regressions(_ target: TargetName) throws -> [[UInt8]] {
    try files("", in: ["Tests/FuzzTests/Corpus/\(target.rawValue)"]).map { [UInt8](try Data(contentsOf: $0)) }
  }

  private func texts(_ ending: String, in directories: [String]) throws -> [String] {
    if isReplay { return [] }
    let texts = try files(ending, in: directories).map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
    try require(!texts.isEmpty, "\(root.path): no source tree with files of '\(ending)'; say --root")
    return texts
  }

  /// By path, so that they are in the same order everywhere.
  private func files(_ ending: String, in directories: [String]) throws -> [URL] {
    directories.flatMap { directory -> [URL] in
      let base = root.appending(path: directory)
      let names = (try? FileManager.default.subpathsOfDirectory(atPath: base.path)) ?? []
      return names.filter { ending.isEmpty || $0.hasSuffix("." + ending) }.sorted().map { base.appending(path: $0) }
        .filter { !$0.hasDirectoryPath && isFile($0) }
    }
  }

  private func isFile(_ url: URL) -> Bool {
    var isDirectory: ObjCBool = false
    return FileManager.default.fileExists(atPath: url.path, isDirectory: &isDirectory) && !isDirectory.boolValue
  }
}
