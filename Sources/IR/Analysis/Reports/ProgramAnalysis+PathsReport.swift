extension ProgramAnalysis {
  /// The paths for people: id, blocks, where the effects begin, and the states touched with their keys.
  public var pathsReport: String {
    let title = "\(program.name): \(paths.all.count) paths\n"
    return title + paths.all.map(report).joined()
  }

  private func report(_ path: PathClass) -> String {
    let doubt = path.isFeasible ? "" : "   (no packet takes it)"
    var text = "\n\(path.number)  \(path.id)\(doubt)\n"
    text += "   blocks   \(path.blocks.map(\.description).joined(separator: " "))\n"
    if let first = path.firstEffect {
      let block = path.blocks[first]
      text += "   effects  from \(block) \(program[block].label)\n"
    }
    for access in path.accesses where access.kind != .read {
      let words = ["\(program[access.state].name):", access.kind.rawValue, key(of: access)]
      text += "   " + words.filter { !$0.isEmpty }.joined(separator: " ") + "\n"
    }
    return text
  }

  /// The key's fields by what they are computed from.
  func key(of access: StateAccess) -> String {
    guard !access.key.isEmpty else { return "" }
    return "by (\(access.key.map(words).joined(separator: ", ")))"
  }

  private func words(_ value: Value) -> String {
    let derivation = derivations.derivation(of: value)
    let sources = derivation.sources.map { $0.description(in: program) }.sorted()
    if sources.isEmpty { return "a constant" }
    if derivation.exact != nil { return sources.joined(separator: " or ") }
    return "f(\(sources.joined(separator: ", ")))"
  }
}
