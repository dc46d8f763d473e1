import Diagnostics
import IR

/// What a chain's member forwards, the next one gets: on the same ways through the parse where nothing that the parse
/// rests on has changed.
extension Lowering {
  /// True of the member whose `forward` sends packets out.
  var isLast: Bool { current + 1 == members.count }

  /// Ends the block: the packet leaves by a port, or goes to the next member, which the port means nothing to.
  mutating func forward(_ port: Int, _ span: SourceSpan) {
    if isLast { builder.end(.finish(.forward(port: port)), span) } else { handOn(span) }
  }

  mutating func handOn(_ span: SourceSpan) {
    if current + 1 == group.upperBound, let following { return builder.jump(to: following, [], span) }
    if let here = builder.flow { forwarded.append(here) }
    builder.flow = nil
  }

  /// Tries the handlers of the next member for the packets that the current one has forwarded, where both rest on one
  /// parse.
  mutating func lowerNext(_ found: PacketLayout) {
    let arriving = forwarded
    forwarded = []
    guard current + 1 < group.upperBound, !arriving.isEmpty else { return }
    current += 1
    let label = found.stack.label + "." + program.name
    let flows = arriving.map { flow -> Flow? in
      builder.flow = flow
      setLayout(found)
      builder.flow?.variables = [:]
      return builder.flow
    }
    builder.join(flows, label: label)
    lowerMember(droppingMembersFragments(found))
  }

  /// Ends the ways of fragments where the member, not the first of its group, drops them.
  private mutating func droppingMembersFragments(_ found: PacketLayout) -> PacketLayout {
    let own = program.demand
    let guarded = program.guarded(behind: own)
    var result = found
    for position in found.indices {
      let before = Array(found.stack.prefix(position))
      var layer = found[position].layer
      layer.message = nil
      guard (own.children(of: before) + guarded.children(of: before)).contains(layer) else { break }
      result.replaceSubrange(...position, with: droppingFragments(Array(result[...position])))
    }
    return result
  }
}
