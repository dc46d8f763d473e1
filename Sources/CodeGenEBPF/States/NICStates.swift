import CodeGenSupport
import IR
import Plan

/// The states that the NIC half has, as maps and functions over them.
struct NICStates {
  let program: Program
  let plan: OffloadPlan

  init(_ program: Program, _ plan: OffloadPlan) throws(CodeGenError) {
    for placement in plan.placements where program.state(named: placement.state) == nil {
      throw .foreignPlan(what: "no state '\(placement.state)'")
    }
    self.program = program
    self.plan = plan
  }

  func mode(_ state: StateID) -> PlacementMode { plan.placement(of: program[state].name)?.mode ?? .host }

  /// States with a map in the object, in declaration order; pools have none.
  var present: [StateID] {
    program.states.indices.map(StateID.init).filter { mode($0) != .host && program[$0].pool == nil }
  }

  /// C's name of the state's map: the state's, with `_` behind a name that the file needs itself.
  func symbol(_ state: StateID) -> String {
    let symbol = CNames.symbol(ofState: program[state].name)
    return NICText.names.contains(symbol) ? symbol + "_" : symbol
  }

  /// The name of the state in names made from it, such as `find_<stem>`.
  func stem(_ state: StateID) -> String { CNames.identifier(program[state].name) }

  /// The expiry of a map's records, which its primary declares.
  func expiry(_ state: StateID) -> Expiry? { program[program.primary(of: state)].map?.expiry }

  /// True where a copy per CPU would not do, as the program reads what all CPUs added.
  func isSketchRead(_ state: StateID) -> Bool {
    plan.nicBlocks.contains { index in
      program.blocks.indices.contains(index)
        && program.blocks[index].instructions.contains { instruction in
          switch instruction.operation {
          case .sketchEstimate(let sketch, _): sketch == state
          case .sketchAdd(let sketch, _, _): sketch == state && instruction.result != nil
          default: false
          }
        }
    }
  }

  /// Structs and maps of all states.
  var declarations: String { present.map(declaration).joined() }

  /// Functions over the states, for the graph.
  var functions: String { present.map(function).joined() }

  private func declaration(_ state: StateID) -> String {
    switch program[state].kind {
    case .map(let map): mapDeclaration(state, map)
    case .array(let array): arrayDeclaration(state, array)
    case .sketch(let sketch): sketchDeclaration(state, sketch)
    case .ring(let ring): MapText(symbol(state), "ARRAY", entries: ring.size, key: "u32", value: "u32").text
    case .table(let table): tableDeclaration(state, table)
    case .pool, .queue, .tally: ""
    }
  }

  private func function(_ state: StateID) -> String {
    switch program[state].kind {
    case .map(let map): findFunction(state) + chargeFunctions(state, map) + classifyFunction(state, map)
    case .sketch(let sketch): sketchFunctions(state, sketch)
    case .table(let table): tableFunction(state, table)
    case .array, .ring, .pool, .queue, .tally: ""
    }
  }

  private func arrayDeclaration(_ state: StateID, _ array: ArrayState) -> String {
    let value = CStruct(valueOf: program[state])
    return value.definition + "\n"
      + MapText(symbol(state), "ARRAY", entries: array.size, key: "u32", value: "struct \(value.tag)").text
  }
}

/// A BTF map definition.
struct MapText {
  let text: String

  /// `type` without `BPF_MAP_TYPE_`.
  init(_ name: String, _ type: String, entries: Int, key: String, value: String, flags: String? = nil) {
    var text = CText()
    text.open("struct {")
    text.line("__uint(type, BPF_MAP_TYPE_\(type));")
    text.line("__uint(max_entries, \(max(1, entries)));")
    if let flags { text.line("__uint(map_flags, \(flags));") }
    text.line("__type(key, \(key));")
    text.line("__type(value, \(value));")
    text.close("} \(name) SEC(\".maps\");")
    text.line()
    self.text = text.text
  }
}
