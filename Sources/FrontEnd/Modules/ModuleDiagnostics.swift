import Diagnostics

/// Messages about imports and chains.
extension Diagnostic {
  static func cannotImport(_ path: String, at span: SourceSpan) -> Diagnostic {
    .error("cannot-import", "there is no file '\(path)' that can be read", at: span)
  }
  static func unknownLibrary(_ name: String, parts: [String], nearest: String?, at span: SourceSpan) -> Diagnostic {
    let known = parts.map { "std.\($0)" }.joined(separator: ", ")
    let fixIts = nearest.map { [FixIt("did you mean 'std.\($0)'?", replacing: span, with: "import std.\($0)")] } ?? []
    return .error("unknown-library", "there is no 'std.\(name)'; there are \(known)", at: span, fixIts: fixIts)
  }
  static func importCycle(_ paths: some Sequence<String>, at span: SourceSpan) -> Diagnostic {
    .error("import-cycle", "files import each other in a ring: \(paths.joined(separator: " -> "))", at: span)
  }
  static func unknownMemberOfChain(_ name: String, nearest: String?, at span: SourceSpan) -> Diagnostic {
    .error(
      "unknown-nf", "there is no nf '\(name)' in this file or those it imports", at: span,
      fixIts: didYouMean(nearest, at: span))
  }
  static func emptyChain(at span: SourceSpan) -> Diagnostic {
    .error("empty-chain", "a chain names its members in order, as in 'Tracker -> Firewall'", at: span)
  }
  static func chainPorts(_ member: Name, ports: [String], wanted: [String]) -> Diagnostic {
    .error(
      "chain-ports",
      "'\(member.text)' has the ports \(ports.joined(separator: ", ")), the chain \(wanted.joined(separator: ", "))",
      at: member.span)
  }
  static func sharedStateDiffers(_ name: String, at span: SourceSpan, first: SourceSpan?) -> Diagnostic {
    .error(
      "shared-state-differs", "the shared state '\(name)' is declared differently in another member", at: span,
      notes: notes(first, "the other declaration is here"))
  }
}
