import IR

/// Which members rest on one parse.
extension Members {
  /// The members in groups: within one, each gets what the one before it has parsed; the first of a group parses anew.
  var groups: [Range<Int>] {
    var result: [Range<Int>] = []
    for next in 0..<count {
      if let group = result.last, mayJoin(group, next) {
        result[result.count - 1] = group.lowerBound..<next + 1
      } else {
        result.append(next..<next + 1)
      }
    }
    return result
  }

  /// What a group's handlers and the policies for fragments of all but the first look for.
  func demand(of group: Range<Int>) -> ParseDemand {
    ParseDemand(stacks: self[group].enumerated().flatMap { index, member in
      let own = member.program.demand
      return own.stacks + (index == 0 ? [] : member.program.guarded(behind: own).stacks)
    })
  }

  private func mayJoin(_ group: Range<Int>, _ next: Int) -> Bool {
    let all = group.lowerBound..<next + 1
    let demand = demand(of: all)
    let programs = self[all].map(\.program)
    return programs.allSatisfy { !$0.followsFragments && $0.demand.namesTags == programs[0].demand.namesTags }
      && !demand.hasRivals && programs.dropLast().allSatisfy { !$0.movesHeaders(looking: demand) }
  }
}

extension CheckedProgram {
  /// What its handlers look for.
  var demand: ParseDemand { ParseDemand(stacks: handlers.flatMap(\.stacks)) }

  fileprivate var followsFragments: Bool {
    if case .follow? = fragments { true } else { false }
  }

  /// True where it changes which headers a packet has, as far as somebody looks for them.
  fileprivate func movesHeaders(looking demand: ParseDemand) -> Bool {
    let kinds = Set(demand.stacks.flatMap(\.layers).map(\.kind))
    let bodies = handlers.flatMap { $0.instances.map { ($0.key.bindings.map(\.header), $0.value.blocks) } }
    return (bodies + [([], otherwise.map { [$0] } ?? [])]).contains { headers, blocks in
      blocks.contains { $0.contains { $0.movesHeaders(of: headers, next: kinds) } }
    }
  }
}

extension InstanceBody {
  fileprivate var blocks: [TypedBlock] { [TypedBlock(statements: before, ends: false, yields: false), body] }
}

extension TypedStatement {
  fileprivate func movesHeaders(of bound: [HeaderKind], next kinds: Set<HeaderKind>) -> Bool {
    switch kind {
    case .packet(.mirror), .packet(.flood), .packet(.forwardTo), .packet(.recompute), .packet(.replyError): false
    case .packet: true
    case .storeHeader(let binding, let field, _):
      !bound.indices.contains(binding) || bound[binding].tellsApart(field.name, next: kinds)
    default: false
    }
  }
}

extension ParseDemand {
  /// True where some handler names a VLAN tag.
  var namesTags: Bool { stacks.contains { $0.layers.contains { $0.kind == .vlan } } }

  /// True where headers are looked for of which only the first one that fits is found.
  fileprivate var hasRivals: Bool { !pairs { $0.mayCompete(with: $1, behind: $2) }.isEmpty }
}

extension HeaderKind {
  /// True of a field that programs can write and the parse rests on.
  fileprivate func tellsApart(_ field: String, next kinds: Set<HeaderKind>) -> Bool {
    switch (self, field) {
    case (.tcp, "headerWords"), (.icmp, "type"), (.icmpv6, "type"): return true
    default: break
    }
    let layer = HeaderLayer(kind: self, message: self == .icmp || self == .icmpv6 ? .error : nil)
    return kinds.contains { ParseGraph.selectors(from: layer, to: $0)?.contains { $0.field == field } ?? false }
  }
}

extension TypedBlock {
  /// True where a statement of it, or within one, is such.
  func contains(_ isSuch: (TypedStatement) -> Bool) -> Bool {
    statements.contains { isSuch($0) || $0.blocks.contains { $0.contains(isSuch) } }
  }
}

extension TypedStatement {
  /// The blocks within it.
  var blocks: [TypedBlock] {
    switch kind {
    case .attempt(_, _, let otherwise): [otherwise]
    case .insert(_, let full): full.map { [$0] } ?? []
    case .conditional(_, let then, let otherwise): [then, otherwise]
    case .match(_, let cases, let otherwise): cases.map(\.body) + [otherwise]
    case .colour(_, let green, let yellow, let red): [green, yellow, red]
    case .labelled(_, let inner, _, _): [inner]
    default: []
    }
  }
}
