/// The headers that a handler asks for, from outside in, with those between that its pattern leaves out.
struct StackPattern: Hashable, Sendable {
  var layers: [HeaderLayer] = []
  /// What the pattern's names stand for, and the places of these headers in `layers`.
  var bindings: [HandlerInstance.Binding] = []
  var positions: [Int] = []

  /// True where a packet with these headers, and perhaps more, has what the pattern asks for.
  func matches(_ stack: [HeaderLayer]) -> Bool {
    layers.count <= stack.count && zip(layers, stack).allSatisfy { $0.accepts($1) }
  }

  /// The header that the pattern asks for behind these; nil when they are not its beginning, or all of it.
  func next(after stack: [HeaderLayer]) -> HeaderLayer? {
    guard layers.count > stack.count, zip(layers, stack).allSatisfy({ $0.accepts($1) }) else { return nil }
    return layers[stack.count]
  }

  /// The name's index for a place of the stack.
  func binding(at position: Int) -> Int? { positions.firstIndex(of: position) }
}

extension StackPattern {
  /// More ways than this are no pattern that people read.
  static let limit = 1024

  /// All stacks that fit a handler's patterns; nil when there are too many.
  /// - Parameter splitsTags: some handler names a VLAN tag, so that frames with and without tags are told apart.
  static func stacks(_ patterns: [CheckedPattern], splitsTags: Bool) -> [StackPattern]? {
    var open = [StackPattern()]
    for pattern in patterns {
      open = open.flatMap { stack in
        pattern.alternatives.flatMap { kind in
          kind.layers.flatMap { stack.extended(by: $0, of: kind, splitsTags: splitsTags) }
        }
      }
      if open.count > limit { return nil }
    }
    return open
  }

  private func extended(by layer: HeaderLayer, of kind: PatternKind, splitsTags: Bool) -> [StackPattern] {
    Self.ways(from: layers.last, to: layer.kind, splitsTags, depth: 0).map { implied in
      var result = self
      for one in implied + [layer] { result.append(one) }
      result.positions.append(result.layers.count - 1)
      result.bindings.append(
        HandlerInstance.Binding(header: layer.kind, alternative: kind, isQuoted: result.layers.last?.isQuoted ?? false))
      return result
    }
  }

  private mutating func append(_ layer: HeaderLayer) {
    var layer = layer
    layer.isQuoted = layers.contains { $0.message == .error }
    layers.append(layer)
  }

  /// The headers that may stand between two, each way outermost first.
  private static func ways(
    from outer: HeaderLayer?, to kind: HeaderKind, _ splitsTags: Bool, depth: Int
  ) -> [[HeaderLayer]] {
    if outer == nil, kind == .ethernet { return [[]] }
    if let outer, ParseGraph.selectors(from: outer, to: kind) != nil {
      return tags(from: outer, to: kind, splitsTags)
    }
    guard depth < 6 else { return [] }
    return ParseGraph.usualHosts(of: kind).flatMap { host -> [[HeaderLayer]] in
      let last = HeaderLayer(kind: host)
      // IP within IP is asked for by name.
      if host.layer == .network, outer?.kind.layer == .network { return [] }
      return ways(from: outer, to: host, splitsTags, depth: depth + 1).flatMap { before in
        tags(from: last, to: kind, splitsTags).map { before + [last] + $0 }
      }
    }
  }

  /// The tags that a pattern which names none passes over.
  private static func tags(from outer: HeaderLayer, to kind: HeaderKind, _ splitsTags: Bool) -> [[HeaderLayer]] {
    guard splitsTags, outer.kind == .ethernet, kind != .vlan else { return [[]] }
    return (0...2).map { Array(repeating: HeaderLayer(kind: .vlan), count: $0) }
  }
}

/// What the handlers of a program ask for, as a tree of stacks.
struct ParseDemand {
  var stacks: [StackPattern]

  /// Kinds of headers that some handler asks for behind these.
  func children(of stack: [HeaderLayer]) -> [HeaderLayer] {
    var result: [HeaderLayer] = []
    for pattern in stacks {
      guard var next = pattern.next(after: stack) else { continue }
      next.message = nil
      if !result.contains(next) { result.append(next) }
    }
    return result.enumerated().sorted { a, b in
      (ParseGraph.rank(a.element.kind), a.offset) < (ParseGraph.rank(b.element.kind), b.offset)
    }.map(\.element)
  }

  /// The ICMP messages that are told apart at the last of these headers: both echo messages, or none of them.
  func messages(of stack: [HeaderLayer]) -> [ICMPMessage] {
    guard let last = stack.last else { return [] }
    let before = Array(stack.dropLast())
    let wanted = stacks.compactMap { pattern -> ICMPMessage? in
      guard let next = pattern.next(after: before), next.kind == last.kind, next.isQuoted == last.isQuoted else {
        return nil
      }
      return next.message
    }
    let asksEcho = wanted.contains(.echoRequest) || wanted.contains(.echoReply)
    return (asksEcho ? [.echoRequest, .echoReply] : []) + (wanted.contains(.error) ? [.error] : [])
  }
}

extension [HeaderLayer] {
  /// A block's label, such as `ipv4.tcp`.
  var label: String {
    guard let first else { return "short" }
    if count == 1 { return first.kind.name }
    let inner = dropFirst(first.kind == .ethernet ? 1 : 0)
    let names = inner.map { $0.message.map { $0 == .error ? "icmpError" : $0.rawValue } ?? $0.kind.name }
    return (names + (inner.last?.isRemembered == true ? ["later"] : [])).joined(separator: ".")
  }
}
