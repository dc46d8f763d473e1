import Diagnostics
import IR

/// What becomes of fragments of IP packets, where the program says so.
extension Lowering {
  /// Kinds of headers that are looked for behind these.
  func children(of stack: [HeaderLayer]) -> [HeaderLayer] {
    let asked = demand.children(of: stack)
    return asked + guarded.children(of: stack).filter { !asked.contains($0) }
  }

  /// Ends the ways of fragments where the policy is to drop them; gives the IP header with what was learnt of it.
  mutating func droppingFragments(_ found: PacketLayout) -> PacketLayout {
    guard case .drop(let reason, let span)? = program.fragments, var ip = found.last, ip.kind.layer == .network,
      !ip.layer.isQuoted
    else { return found }
    let label = found.stack.label
    if ip.kind == .ipv6, ip.code == nil { ip = behindExtensions(ip, label) }
    let (fragment, whole) = builder.branch(isFragment(ip), (label + ".fragment", label + ".whole"), nil)
    builder.flow = fragment
    builder.end(.finish(.drop(reason: self.reason(reason))), span)
    builder.flow = whole
    return found.dropLast() + [ip]
  }
}

extension CheckedProgram {
  /// IP headers that must be looked at although no handler asks for them, as fragments of all packets are dropped.
  func guarded(behind demand: ParseDemand) -> ParseDemand {
    guard case .drop(_, let span)? = fragments else { return ParseDemand(stacks: []) }
    let kinds = [PatternKind("ipv4", .ipv4), PatternKind("ipv6", .ipv6)]
    let pattern = CheckedPattern(name: Name(text: "ip", span: span), alternatives: kinds)
    return ParseDemand(stacks: StackPattern.stacks([pattern], splitsTags: demand.namesTags) ?? [])
  }
}
