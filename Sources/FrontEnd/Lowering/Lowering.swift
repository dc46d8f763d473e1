import Diagnostics
import IR

/// Turns a checked program, or a chain of them, into the IR: the parse of the packet, then at each leaf of the parse
/// the handlers that can match there, in source order; those of a chain's members one after the other.
struct Lowering {
  let members: Members
  /// The member whose handlers are being lowered.
  var current = 0
  /// The members that rest on the parse being lowered.
  var group: Range<Int>
  /// Where the members behind the group begin; nil when there are none.
  var following: BlockID?
  /// Ways on which the member has forwarded the packet to the next one.
  var forwarded: [Flow] = []
  var builder = GraphBuilder()
  var headers: [HeaderInstance] = []
  var entries: [EntryInstance] = []
  var reasons: [String] = []
  private var headerNames = NameSupply()
  private var entryNames = NameSupply()
  /// Where packets go that no handler takes; made when the first one does.
  var otherwise: BlockID?
  /// The handler body being lowered.
  var body = LoweredBody()
  /// What the group's handlers look for in packets.
  var demand: ParseDemand
  /// Stacks that no handler asks for, but the policy for fragments.
  var guarded: ParseDemand
  /// The headers that the packets' layouts are made of, by id.
  var layers: [Int: HeaderLayer] = [:]
  /// Headers that were given an id.
  var layerCount = 0

  init(_ members: Members) {
    self.members = members
    group = 0..<0
    demand = ParseDemand(stacks: [])
    guarded = ParseDemand(stacks: [])
  }

  /// The program of the member whose handlers are being lowered.
  var program: CheckedProgram { members[current].program }

  /// - Parameters:
  ///   - name: of the nf or the chain.
  ///   - source: the file it is in.
  mutating func run(_ name: String, in source: String) -> Program {
    let groups = members.groups
    var entry = builder.newBlock("entry")
    for (index, group) in groups.enumerated() {
      let isLast = index + 1 == groups.count
      following = isLast ? nil : builder.newBlock(members[group.upperBound].program.name)
      lower(group, at: entry)
      if let following { entry = following }
    }
    let blocks = builder.ordered()
    let lowered = Program(
      name: name, sourceFile: source, parameters: members.parameters, ports: program.ports.map(\.text),
      states: members.states, reasons: reasons, blocks: blocks, valueTypes: builder.valueTypes,
      headers: headers, entries: entries, streams: members.streams)
    return lowered.tidied()
  }

  private mutating func lower(_ group: Range<Int>, at entry: BlockID) {
    self.group = group
    current = group.lowerBound
    demand = members.demand(of: group)
    guarded = program.guarded(behind: demand)
    otherwise = nil
    builder.flow = Flow(block: entry)
    lowerPacket()
    current = group.upperBound - 1
    lowerSharedOtherwise()
  }

  private mutating func lowerSharedOtherwise() {
    guard let otherwise else { return }
    builder.flow = Flow(block: otherwise)
    lowerOtherwise(label: "otherwise")
  }

  private mutating func lowerOtherwise(label: String) {
    body = LoweredBody()
    body.label = label
    builder.place = program.otherwise?.statements.first?.span
    if let block = program.otherwise { lower(block) }
  }

  /// Goes on with what the nf does with packets that no handler takes. A member that hands on the parse does it here,
  /// as the others need what is known of the packet.
  mutating func jumpToOtherwise(_ label: String) {
    if current + 1 < group.upperBound {
      builder.flow?.variables = [:]
      return lowerOtherwise(label: label + ".otherwise")
    }
    let block = otherwise ?? builder.newBlock("otherwise")
    otherwise = block
    builder.jump(to: block)
  }

  mutating func reason(_ text: String) -> Int {
    if let index = reasons.firstIndex(of: text) { return index }
    reasons.append(text)
    return reasons.count - 1
  }

  mutating func newHeader(_ name: String, kind: String, bytes: Int) -> HeaderID {
    headers.append(HeaderInstance(name: headerNames.unique(name), kind: kind, bytes: bytes))
    return HeaderID(headers.count - 1)
  }

  mutating func newEntry(of state: Int) -> EntryID {
    let id = id(of: state)
    entries.append(EntryInstance(name: entryNames.unique(members.states[id.index].name), state: id))
    return EntryID(entries.count - 1)
  }

  /// The number in the whole program of a state of the member.
  func id(of state: Int) -> StateID { members[current].states[state] }
}

/// Makes names unique: `ip`, `ip_2`, …
struct NameSupply {
  private var uses: [String: Int] = [:]
  private var given: Set<String> = []

  init(_ given: [String] = []) { self.given = Set(given) }

  mutating func unique(_ name: String) -> String {
    var candidate = name
    repeat {
      let number = uses[name, default: 0] + 1
      uses[name] = number
      candidate = number == 1 ? name : "\(name)_\(number)"
    } while !given.insert(candidate).inserted
    return candidate
  }
}

/// What the names of a body stand for.
struct LoweredBody {
  /// Prefix of the blocks' labels.
  var label = ""
  /// By the handler's pattern: the header's id in the packet's layout.
  var bindings: [Int] = []
  var values: [Int: [Value]] = [:]
  var entries: [Int: EntryID] = [:]
  /// Where `use` goes, innermost last.
  var uses: [UseTarget] = []

  /// Where `leave` goes, by label.
  var exits: [Int: Exit] = [:]

  struct UseTarget {
    var arriving: [GraphBuilder.Arrival] = []
  }
  struct Exit {
    var results: [TypedExpression]
    var arriving: [GraphBuilder.Arrival] = []
  }
}
