extension ProgramWriter {
  func terminator(_ terminator: Terminator) -> String {
    switch terminator {
    case .jump(let target): "jump \(edge(target))"
    case .branch(let condition, _, _): "branch \(condition): \(edges(terminator))"
    case .switch(let value, _, _): "switch \(value): \(edges(terminator))"
    case .extract(let header, let offset, _, _): "extract \(reference(header)) at \(offset): \(edges(terminator))"
    case .lookup(let state, let key, let entry, _, _):
      "lookup \(reference(state))(\(list(key))) as \(reference(entry)): \(edges(terminator))"
    case .insert(let insertions, _, _):
      "insert \(insertions.map(insertion).joined(separator: ", ")): \(edges(terminator))"
    case .take(let state, _, _, _): "take \(reference(state)): \(edges(terminator))"
    case .dequeue(let state, let entry, _, _):
      "dequeue \(reference(state)) as \(reference(entry)): \(edges(terminator))"
    case .meter(let entry, let bucket, let amount, _, _):
      "meter \(reference(entry))\(bucket == 0 ? "" : " bucket \(bucket)") by \(amount): \(edges(terminator))"
    case .pick(let state, let hash, _, _, _): "pick \(reference(state)) by \(hash): \(edges(terminator))"
    case .finish(let verdict): self.verdict(verdict)
    }
  }

  private func edges(_ terminator: Terminator) -> String {
    zip(terminator.edgeNames, terminator.targets).map { "\($0) \(edge($1))" }.joined(separator: ", ")
  }

  private func edge(_ target: Target) -> String {
    target.arguments.isEmpty ? "\(target.block)" : "\(target.block)(\(list(target.arguments)))"
  }

  private func insertion(_ insertion: Insertion) -> String {
    "\(reference(insertion.state))(\(list(insertion.key))) = (\(list(insertion.values)))"
  }

  private func verdict(_ verdict: Verdict) -> String {
    switch verdict {
    case .forward(let port): "forward \(reference(port, in: names.ports))"
    case .reply: "reply"
    case .drop(let reason): "drop \(names.reasons.name(reason).map(IRText.quoted) ?? "#\(reason)")"
    case .toControlPlane: "to control plane"
    }
  }
}
