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
    var members: [ChainMember] = []
    for name in chain.members {
      guard !members.contains(where: { $0.name == name.text }) else {
        log.report(.duplicateName(name.text, first: chain.members.first { $0.text == name.text }?.span, at: name.span))
        continue
      }
      if let member = member(name, of: chain, settings, reportingTo: &log) { members.append(member) }
    }
    guard members.count == chain.members.count, !members.isEmpty, !chain.ports.isEmpty else { return nil }
    return link(chain, members, reportingTo: &log)
  }

  private struct ChainMember {
    var name: String
    var shared: Set<String>
    var program: CheckedProgram
    /// The words of its parameters.
    var values: [[UInt64]]
  }

  private func member(
    _ name: Name, of chain: ChainSyntax, _ settings: [String: String], reportingTo log: inout DiagnosticLog
  ) -> ChainMember? {
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
    guard let checked, let values = checked.parameterValues(own, prefix, reportingTo: &log) else { return nil }
    return ChainMember(name: name.text, shared: syntax.sharedStates, program: checked, values: values)
  }

  private func link(
    _ chain: ChainSyntax, _ chained: [ChainMember], reportingTo log: inout DiagnosticLog
  ) -> Program? {
    var members = Members()
    for member in chained {
      let (program, shared) = (member.program, member.shared)
      if let clash = members.append(program, member.values, prefix: member.name + ".", sharing: shared) {
        let place = program.states.first { $0.state.name == clash }?.state.span ?? chain.span
        let first = members.states.first { $0.name == clash }?.span
        log.report(.sharedStateDiffers(clash, at: place, first: first))
        return nil
      }
    }
    var lowering = Lowering(members)
    return lowering.run(chain.name.text, in: main.source.path)
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
