/// The diagnostics of a compilation, each once, with the sources they point into.
public struct DiagnosticLog: Hashable, Sendable {
  private var reported: Set<Diagnostic> = []
  /// Source texts by path, for rendering.
  public private(set) var sources: [String: SourceFile] = [:]

  public init() {}

  /// Makes a source's lines known to the renderer.
  public mutating func register(_ source: SourceFile) { sources[source.path] = source }

  public mutating func report(_ diagnostic: Diagnostic) { reported.insert(diagnostic) }

  /// By place.
  public var diagnostics: [Diagnostic] { reported.sorted() }
  public var isEmpty: Bool { reported.isEmpty }
  public var hasErrors: Bool { reported.contains { $0.severity == .error } }
  public var errorCount: Int { reported.lazy.filter { $0.severity == .error }.count }

  /// The whole report as text, empty when there is nothing to say.
  public func rendered(colour: Bool = false) -> String {
    let renderer = DiagnosticRenderer(sources: sources, colour: colour)
    return diagnostics.map(renderer.render).joined()
  }
}
