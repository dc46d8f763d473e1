import CodeGenSupport
import IR
import Plan

/// The NIC half as one C file for `clang -target bpf` and libbpf. `docs/hand-over.md` says what it holds.
///
/// A plan that does not offload gives a half that punts every packet. Throws when the plan asks for what eBPF's maps cannot
/// do, such as taking from a pool, or is not of this program.
public func nicSource(_ program: Program, _ plan: OffloadPlan) throws -> String {
  let states = try NICStates(program, plan)
  let graph = try NICGraph(program, plan, states)
  let needs = PacketNeeds(program, plan)
  var text = CText()
  text.lines(NICText.head(program, plan))
  text.lines(embeddedPuntHeader.trimmedEnd)
  text.line()
  text.lines(CPrelude.text.trimmedEnd)
  text.line()
  text.lines(NICText.settings(program))
  text.lines(states.declarations)
  text.lines(NICText.sharedMaps(program, plan, needs))
  text.lines(NICText.clock(plan.clock))
  text.lines(NICText.endings)
  text.lines(NICText.punt(graph.resumeSizes))
  text.lines(NICText.changes(needs, program) + NICText.reads(needs) + NICText.exports(needs))
  text.lines(states.functions)
  text.lines(graph.function)
  text.line("char _license[] SEC(\"license\") = \"Dual MIT/GPL\";")
  return text.text
}

/// The name of the program in the object.
public let nicProgramName = "cora_nic"

private var embeddedPuntHeader: String { String(decoding: PackageResources.cora_punt_h, as: UTF8.self) }

extension String {
  /// Without newlines at the end.
  fileprivate var trimmedEnd: String {
    var text = Substring(self)
    while text.last == "\n" { text = text.dropLast() }
    return String(text)
  }
}
