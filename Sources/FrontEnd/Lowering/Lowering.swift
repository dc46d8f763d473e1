import Diagnostics
import IR

/// Turns a checked program into the IR: the parse of the packet, then at each leaf of the parse the handlers that can
/// match there, in source order.
struct Lowering {
  let program: CheckedProgram
  var builder = GraphBuilder()
  var headers: [HeaderInstance] = []
  var entries: [EntryInstance] = []
  var reasons: [String] = []
  private var headerNames = NameSupply()
  private var entryNames = NameSupply()
  /// The IR's parameters, and where each parameter of the source begins among them.
  var parameters: [Parameter] = []
  var parameterStarts: [Int] = []
  /// Where packets go that no handler takes; made when the first one does.
  var otherwise: BlockID?
  /// The handler body being lowered.
  var body = LoweredBody()
  /// What handlers look for in packets.
  let demand: ParseDemand
  /// Stacks that no handler asks for, but the policy for fragments.
  let guarded: ParseDemand
  /// The headers that the packets' layouts are made of, by id.
  var layers: [Int: HeaderLayer] = [:]
  /// Headers that were given an id.
  var layerCount = 0

  init(_ program: CheckedProgram, _ values: [[UInt64]]) {
    self.program = program
    demand = ParseDemand(stacks: program.handlers.flatMap(\.stacks))
    guarded = program.guarded(behind: demand)
    for (parameter, words) in zip(program.parameters, values) {
      parameterStarts.append(parameters.count)
      if parameter.settled != nil { continue }
      let fields = parameter.type.words(named: parameter.name.text)
      let shown = parameter.type.shown(words)
      for (field, word) in zip(fields, words) {
        parameters.append(Parameter(name: field.name, type: field.type, value: word, shown: shown))
      }
    }
  }

  mutating func run() -> Program {
    lowerPacket()
    lowerOtherwise()
    let blocks = builder.ordered()
    let lowered = Program(
      name: program.name, sourceFile: program.source.path, parameters: parameters, ports: program.ports.map(\.text),
      states: program.states.map(\.state), reasons: reasons, blocks: blocks, valueTypes: builder.valueTypes,
      headers: headers, entries: entries, streams: program.streams)
    return lowered.tidied()
  }

  private mutating func lowerOtherwise() {
    guard let otherwise else { return }
    builder.flow = GraphBuilder.Flow(block: otherwise)
    body = LoweredBody()
    body.label = "otherwise"
    builder.place = program.otherwise?.statements.first?.span
    if let block = program.otherwise { lower(block) }
  }

  /// Sends the packet to what the nf does with those that no handler takes.
  mutating func jumpToOtherwise() {
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
    let name = entryNames.unique(program.states[state].state.name)
    entries.append(EntryInstance(name: name, state: StateID(state)))
    return EntryID(entries.count - 1)
  }

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
