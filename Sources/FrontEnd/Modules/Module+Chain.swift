import Diagnostics
import IR

/// A chain: the members' programs, one behind the other.
extension Module {
  func lowered(
    _ chain: ChainSyntax, settings: [String: String], reportingTo log: inout DiagnosticLog
  ) -> Program? {
    checkNames(reportingTo: &log)
    if chain.ports.isEmpty { log.report(.noPorts(at: chain.name.span)) }
    if chain.members.isEmpty { log.report(.emptyChain(at: chain.name.span)) }
    let known = Set(chain.members.map { $0.text + "." })
    for name in settings.keys.sorted() where !known.contains(where: name.hasPrefix) {
      CheckedProgram.reportUnknown(name, settings[name] ?? "", among: [], reportingTo: &log)
    }
    var members: [(name: Name, syntax: NetworkFunctionSyntax, program: Program)] = []
    for name in chain.members {
      guard !members.contains(where: { $0.name.text == name.text }) else {
        log.report(.duplicateName(name.text, first: chain.members.first { $0.text == name.text }?.span, at: name.span))
        continue
      }
      if let (syntax, program) = member(name, of: chain, settings, reportingTo: &log) {
        members.append((name, syntax, program))
      }
    }
    guard members.count == chain.members.count, !members.isEmpty, !chain.ports.isEmpty else { return nil }
    return link(chain, members.map { ($0.name.text, $0.syntax.sharedStates, $0.program) }, reportingTo: &log)
  }

  /// A member's syntax and program, with its parameters called `Member.name`.
  private func member(
    _ name: Name, of chain: ChainSyntax, _ settings: [String: String], reportingTo log: inout DiagnosticLog
  ) -> (NetworkFunctionSyntax, Program)? {
    let trees = [main] + imported(by: main.source.path)
    let found = trees.lazy.compactMap { tree in
      tree.file.functions.first { $0.name.text == name.text }.map { (tree, $0) }
    }.first
    guard let (tree, syntax) = found else {
      let nearest = nearestName(to: name.text, among: trees.flatMap(\.file.functions).map(\.name.text))
      log.report(.unknownMemberOfChain(name.text, nearest: nearest, at: name.span))
      return nil
    }
    let ports = chain.ports.map(\.text)
    guard Set(syntax.ports.map(\.text)) == Set(ports) else {
      log.report(.chainPorts(name, ports: syntax.ports.map(\.text), wanted: ports))
      return nil
    }
    let prefix = name.text + "."
    var own: [String: String] = [:]
    for (key, value) in settings where key.hasPrefix(prefix) { own[String(key.dropFirst(prefix.count))] = value }
    let checked = checked(
      syntax, of: tree, settings: own, prefix: prefix, portOrder: ports, reportingTo: &log)
    guard let program = checked?.lowered(settings: own, prefix: prefix, reportingTo: &log) else { return nil }
    return (syntax, program)
  }

  private func link(
    _ chain: ChainSyntax, _ members: [(name: String, shared: Set<String>, program: Program)],
    reportingTo log: inout DiagnosticLog
  ) -> Program? {
    var linked = Program(name: chain.name.text, sourceFile: main.source.path, ports: chain.ports.map(\.text))
    for (index, member) in members.enumerated() {
      let isLast = index == members.count - 1
      let clash = linked.append(member.program, named: member.name, sharing: member.shared, isLast: isLast)
      if let clash {
        let place = member.program.state(named: clash).flatMap { member.program[$0].span } ?? chain.span
        log.report(.sharedStateDiffers(clash, at: place, first: linked.state(named: clash).flatMap { linked[$0].span }))
        return nil
      }
    }
    return linked.tidied()
  }
}

extension NetworkFunctionSyntax {
  var ports: [Name] {
    members.flatMap { member -> [Name] in
      if case .ports(let names) = member { names } else { [] }
    }
  }

  fileprivate var sharedStates: Set<String> {
    Set(members.compactMap { if case .state(let state) = $0, state.isShared { state.name.text } else { nil } })
  }
}
