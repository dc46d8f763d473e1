/// Headers at one place of a packet. The built-in ones tell themselves apart; those that programs declare may not.
extension ParseDemand {
  /// Pairs of headers that are looked for at one place and for which the condition holds, the one tried first first.
  func pairs(where holds: (HeaderKind, HeaderKind, HeaderLayer) -> Bool) -> [(first: HeaderKind, second: HeaderKind)] {
    let places = stacks.flatMap { stack in stack.layers.indices.dropFirst().map { Array(stack.layers.prefix($0)) } }
    var seen: Set<[HeaderLayer]> = []
    return places.filter { seen.insert($0).inserted }.flatMap { place in
      let choices = children(of: place).map(\.kind)
      return choices.indices.flatMap { index in
        choices[..<index].filter { holds($0, choices[index], place[place.count - 1]) }.map { ($0, choices[index]) }
      }
    }
  }
}

extension HeaderKind {
  /// True where packets may say that both of them follow a header: then only the first one is found.
  func mayCompete(with other: HeaderKind, behind layer: HeaderLayer) -> Bool {
    guard let (own, others) = selectors(with: other, behind: layer) else { return false }
    let fields = Set((own + others).map(\.field))
    return own.isEmpty || others.isEmpty || fields.count > 1 || !Set(own).isDisjoint(with: others)
  }

  /// True where packets say by the same value that both of them follow, or need not say so for either.
  func isAnnounced(like other: HeaderKind, behind layer: HeaderLayer) -> Bool {
    guard let (own, others) = selectors(with: other, behind: layer) else { return false }
    return own.isEmpty && others.isEmpty || !Set(own).isDisjoint(with: others)
  }

  private func selectors(with other: HeaderKind, behind layer: HeaderLayer) -> ([Selector], [Selector])? {
    guard self.layer == .user || other.layer == .user, let own = ParseGraph.selectors(from: layer, to: self),
      let others = ParseGraph.selectors(from: layer, to: other)
    else { return nil }
    return (own, others)
  }
}
