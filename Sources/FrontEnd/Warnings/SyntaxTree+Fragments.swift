import Diagnostics

/// Handlers that ask for a transport header, which all fragments of a packet but the first lack.
extension SyntaxTree {
  /// The first handler whose packets' later fragments would end up at 'otherwise' without a word about them.
  var withoutFragmentsPolicy: [Diagnostic] {
    if tokens.contains(where: { $0.word.map(Self.wordsAboutFragments.contains) ?? false }) { return [] }
    let handlers = (function?.members ?? []).compactMap { if case .handler(let handler) = $0 { handler } else { nil } }
    let silent = handlers.first { handler in
      handler.asksFor(Self.transports) && !handlers.contains { $0.takesFragments(of: handler) }
    }
    guard let silent, silent.span.file == source.path else { return [] }
    return [.noFragmentsPolicy(at: silent.span)]
  }

  /// A program that has one of them has thought of fragments.
  private static let wordsAboutFragments: Set<String> = ["fragments", "isFragment", "fragment"]
  fileprivate static let transports: Set<String> = ["tcp", "udp", "icmp", "icmpv6", "echo"]
  fileprivate static let networks: Set<String> = ["ipv4", "ipv6"]
}

extension HandlerSyntax {
  /// True when a pattern lists one of the kinds, such as `echo` in `echo request`.
  fileprivate func asksFor(_ kinds: Set<String>) -> Bool {
    patterns.flatMap(\.kinds).contains { kind in
      kinds.contains(String(kind.text.prefix { $0 != " " }))
    }
  }

  /// True for a handler of any IP packet, where those of the other one may come in.
  fileprivate func takesFragments(of other: HandlerSyntax) -> Bool {
    condition == nil && asksFor(SyntaxTree.networks) && !asksFor(SyntaxTree.transports)
      && (port == nil || port?.text == other.port?.text)
  }
}
