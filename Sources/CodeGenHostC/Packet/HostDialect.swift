import CodeGenSupport
import IR
import Plan

/// The host half's side of the code: states in `struct cora_nf`, packets in `struct cora_packet`, entries as slots.
struct HostDialect: CDialect {
  let program: Program
  let groups: [HostGroup]
  let sharing: HostSharing
  /// The half has resume points.
  let resumes: Bool
  /// When code that looks ahead is printed: the maps it looks ahead for.
  var aheadMaps: [StateID]?
  /// The code that looks ahead has returned before its end.
  var hasReturned = false
  /// Headers of which a field is read or written.
  let usedHeaders: Set<HeaderID>
  /// Where the packet begins and ends may change.
  let movesBytes: Bool

  init(program: Program, groups: [HostGroup], sharing: HostSharing, resumes: Bool) {
    self.program = program
    self.groups = groups
    self.sharing = sharing
    self.resumes = resumes
    movesBytes = program.movesBytes
    usedHeaders = Set(program.blocks.flatMap { $0.instructions.compactMap(\.operation.header) })
  }

  /// What a packet goes to whose record the NIC did not give back.
  static let failure = "not_recalled"
  /// What a packet goes to that has no room for what is inserted, or no header where one is bound.
  static let noRoom = "no_room"

  var reservedNames: [String] {
    let functions = groups.flatMap { group in
      ["release", "free", "insert", "record"].map { "\(group.name)_\($0)" } + group.members.map { "\($0.name)_find" }
    }
    let pools = program.pools.map { "\(CNames.symbol(ofState: program[$0.id].name))_take" }
    let rows = program.states.filter { $0.table != nil || $0.queue != nil || $0.tally != nil }.flatMap { state in
      ["find", "append", "dequeue", "count"].map { "\(CNames.symbol(ofState: state.name))_\($0)" }
    }
    let retimes = groups.filter { $0.timeouts != nil }.map { "\($0.name)_retime" }
    let own = ["nf", "packet", "data", "length", "now", "finish", "drop", "ahead", "mirror", "export"]
    return functions + pools + rows + retimes + own + [Self.failure, Self.noRoom]
  }

  var packetStart: String { "data" }
  var initialPath: String { resumes ? "packet->resume == CORA_PUNT_RESTART ? 0 : packet->path" : "0" }
  var resumeIndex: String { "packet->resume" }
  func liveValue(_ position: Int) -> String { "packet->live[\(position)]" }

  func parameter(_ index: Int) -> String {
    "(\(program.parameters[index].type.cut("nf->cora_parameters[\(index)]")))"
  }

  mutating func packetLength(_ code: inout CFunction) -> String { movesBytes ? "(length)" : "length" }
  mutating func ingressPort(_ code: inout CFunction) -> String { "packet->port" }
  mutating func now(_ code: inout CFunction) -> String { "now" }

  mutating func finish(_ verdict: Verdict, _ code: inout CFunction) {
    if aheadMaps != nil {
      if !hasReturned { code.line("return (struct ahead){0, 0};") }
      hasReturned = false
      return
    }
    switch verdict {
    case .forward(let port):
      code.line("packet->port = \(port);")
      code.line("return finish(nf, packet, CORA_FORWARD, path);")
    case .reply: code.line("return finish(nf, packet, CORA_FORWARD, path);")
    case .drop(let reason): code.line("return drop(nf, packet, \(reason), path);")
    case .toControlPlane: code.line("return finish(nf, packet, CORA_CONTROL_PLANE, path);")
    }
  }

  mutating func leave(at edge: CutEdge, _ code: inout CFunction) throws(CodeGenError) {
    throw .foreignPlan(what: "a cut in the host half")
  }

  func group(of state: StateID) throws(CodeGenError) -> (group: HostGroup, member: HostGroup.Member) {
    for group in groups {
      if let position = group.member(of: state) { return (group, group.members[position]) }
    }
    throw .foreignPlan(what: "'\(program[state].name)' is no map")
  }
}
