import Diagnostics

/// Gives the text of a path that a program imports; nil where there is none. The front end itself reads no files.
public typealias SourceProvider = (_ path: String) -> SourceFile?

/// A source with all that it imports.
struct Module {
  let main: SyntaxTree
  /// By path, the main one included.
  private(set) var trees: [String: SyntaxTree] = [:]
  /// The paths that each tree imports, in order.
  private(set) var imports: [String: [String]] = [:]
  /// True where an import failed.
  private(set) var isIncomplete = false

  /// Parses a source and its imports, each once.
  init(_ source: SourceFile, provider: SourceProvider, reportingTo log: inout DiagnosticLog) {
    main = Parser.parse(source, reportingTo: &log)
    trees[source.path] = main
    load(importsOf: main, under: [source.path], provider, reportingTo: &log)
  }

  var hasErrors: Bool { isIncomplete || trees.values.contains(where: \.hasErrors) }

  private mutating func load(
    importsOf tree: SyntaxTree, under stack: [String], _ provider: SourceProvider, reportingTo log: inout DiagnosticLog
  ) {
    var paths: [String] = []
    for one in tree.file.imports {
      guard let source = Self.source(of: one, from: tree.source.path, provider, reportingTo: &log) else {
        isIncomplete = true
        continue
      }
      if let start = stack.firstIndex(of: source.path) {
        log.report(.importCycle(stack[start...] + [source.path], at: one.span))
        isIncomplete = true
        continue
      }
      if !paths.contains(source.path) { paths.append(source.path) }
      if trees[source.path] != nil { continue }
      guard stack.count < Parser.deepest else {
        log.report(.tooDeep(at: one.span))
        isIncomplete = true
        continue
      }
      let imported = Parser.parse(source, reportingTo: &log)
      trees[source.path] = imported
      load(importsOf: imported, under: stack + [source.path], provider, reportingTo: &log)
    }
    imports[tree.source.path] = paths
  }

  private static func source(
    of one: ImportSyntax, from importer: String, _ provider: SourceProvider, reportingTo log: inout DiagnosticLog
  ) -> SourceFile? {
    switch one.kind {
    case .library(let name):
      if let source = StandardLibrary.source(of: name) { return source }
      let nearest = nearestName(to: name, among: StandardLibrary.parts)
      log.report(.unknownLibrary(name, parts: StandardLibrary.parts, nearest: nearest, at: one.span))
      return nil
    case .file(let written):
      let path = ImportPath.resolve(written, from: importer)
      guard let source = provider(path) else {
        log.report(.cannotImport(path, at: one.span))
        return nil
      }
      return SourceFile(path: path, bytes: source.bytes)
    }
  }

  /// What a tree imports, and what that imports, each once, the imported before its importer.
  func imported(by path: String) -> [SyntaxTree] {
    var seen: Set<String> = [path]
    var order: [SyntaxTree] = []
    func visit(_ path: String) {
      for next in imports[path] ?? [] where seen.insert(next).inserted {
        visit(next)
        if let tree = trees[next] { order.append(tree) }
      }
    }
    visit(path)
    return order
  }
}

/// Paths in imports are relative to the file they stand in.
enum ImportPath {
  static func resolve(_ written: String, from importer: String) -> String {
    if written.hasPrefix("/") { return normal(written) }
    guard let slash = importer.lastIndex(of: "/") else { return normal(written) }
    return normal(importer[...slash] + written)
  }

  /// Without `.` and `..` where that is possible.
  private static func normal(_ path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == "..", let last = parts.last, last != ".." { parts.removeLast() } else { parts.append(part) }
    }
    return (path.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
  }
}
