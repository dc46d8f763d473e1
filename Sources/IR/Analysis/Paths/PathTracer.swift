/// A path with what its name is made of.
struct PathTrace {
  var path: PathClass
  /// The name without what tells it from its namesakes.
  var base: String
  /// Labels of the blocks it took where it had a choice that the base does not name.
  var turns: [String]
}

/// Follows paths and notes what happens on them.
struct PathTracer {
  private let program: Program
  private let numbering: PathNumbering
  private let accesses: StateAccesses
  private let subjects: DecisionSubjects

  init(_ program: Program, _ numbering: PathNumbering, _ accesses: StateAccesses, _ derivations: Derivations) {
    self.program = program
    self.numbering = numbering
    self.accesses = accesses
    subjects = DecisionSubjects(program, derivations)
  }

  func trace(_ number: Int) -> PathTrace? {
    guard let steps = numbering.path(number), let blocks = numbering.blocks(of: number),
      let verdict = numbering.verdict(of: number)
    else { return nil }
    let facts = facts(steps)
    let path = PathClass(
      number: number, id: "", steps: steps, blocks: blocks, verdict: verdict, ingressPort: facts.ingressPort,
      accesses: accesses(steps, blocks), firstEffect: firstEffect(steps, blocks), isFeasible: facts.agree)
    return PathTrace(path: path, base: name(path), turns: turns(steps))
  }

  private func facts(_ steps: [PathStep]) -> PathFacts {
    var facts = PathFacts()
    for step in steps { facts.add(subjects.decisions(program[step.block].terminator, edge: step.edge)) }
    return facts
  }

  private func accesses(_ steps: [PathStep], _ blocks: [BlockID]) -> [StateAccess] {
    var edges: [BlockID: Int] = [:]
    for step in steps { edges[step.block] = step.edge }
    return blocks.flatMap { block in
      accesses.inBlock(block).filter { $0.edge == nil || $0.edge == edges[block] }
    }
  }

  private func firstEffect(_ steps: [PathStep], _ blocks: [BlockID]) -> Int? {
    blocks.indices.first { position in
      let block = program[blocks[position]]
      if block.instructions.contains(where: \.operation.isEffect) { return true }
      return position < steps.count && block.terminator.isEffect(onEdge: steps[position].edge)
    }
  }

  private func turns(_ steps: [PathStep]) -> [String] {
    steps.compactMap { step in
      switch program[step.block].terminator {
      case .branch, .switch: program[program[step.block].terminator.targets[step.edge].block].label
      default: nil
      }
    }
  }
}

extension PathTracer {
  /// `headers port: outcomes → verdict`.
  private func name(_ path: PathClass) -> String {
    let port = path.ingressPort.flatMap { program.ports.indices.contains($0) ? program.ports[$0] : nil }
    let head = [headers(path), port].compactMap { $0 }.joined(separator: " ")
    let outcomes = path.steps.compactMap(outcome).joined(separator: ", ")
    return head + (outcomes.isEmpty ? "" : ": " + outcomes) + " → " + program.words(for: path.verdict)
  }

  /// The headers found, or the label that says more, such as `ipv4.echo-request`.
  private func headers(_ path: PathClass) -> String {
    let kinds = path.steps.compactMap { step in
      step.edge == 0 ? program[step.block].terminator.boundHeader.map { program[$0].kind } : nil
    }
    let inner = kinds.filter { $0 != "ethernet" }
    guard let network = inner.first else { return kinds.first ?? "any" }
    let label = path.blocks.map { program[$0].label }.last { $0.hasPrefix(network + ".") }
    return label ?? inner.joined(separator: ".")
  }

  private func outcome(_ step: PathStep) -> String? {
    let terminator = program[step.block].terminator
    switch terminator {
    case .extract(let header, _, _, _): return step.edge == 0 ? nil : "\(program[header].kind) short"
    case .lookup, .take, .pick, .dequeue: return "\(program[terminator.states[0]].name) \(terminator.edgeNames[step.edge])"
    case .insert(let insertions, _, _):
      return "\(program[insertions[0].state].name) \(step.edge == 0 ? "new" : "full")"
    case .meter(let entry, _, _, _, _):
      return "\(program[program[entry].state].name) \(terminator.edgeNames[step.edge])"
    case .jump, .branch, .switch, .finish: return nil
    }
  }
}

extension Program {
  /// Such as `forward outside` or `drop no binding`.
  public func words(for verdict: Verdict) -> String {
    switch verdict {
    case .forward(let port): "forward \(ports[port])"
    case .reply: "reply"
    case .drop(let reason): "drop \(reasons[reason])"
    case .toControlPlane: "to control plane"
    }
  }
}
