import CodeGenSupport
import IR
import Plan

/// The NIC half's side of the shared emitter: packets by pointers that the verifier follows, states in eBPF maps.
struct NICDialect: CDialect {
  let program: Program
  let plan: OffloadPlan
  let states: NICStates
  let needs: PacketNeeds
  let clock: ClockReads
  /// Blocks whose code has read the clock already.
  private var clockReadIn: Set<Int> = []
  /// Elements of arrays found in the block being printed, by state and index.
  var elements: [ArrayElement: String] = [:]

  init(_ program: Program, _ plan: OffloadPlan, _ states: NICStates) {
    self.program = program
    self.plan = plan
    self.states = states
    needs = PacketNeeds(program, plan)
    clock = ClockReads(program) {
      states.needsClock($0)
    } isCut: {
      plan.cut(from: $0, edge: $1) != nil
    }
  }

  var reservedNames: [String] {
    let functions = states.present.flatMap { state in
      ["find", "add", "estimate", "scan", "timeout", "classify"].map { "\($0)_\(states.stem(state))" }
        + [states.symbol(state), states.symbol(state) + "_rows"]
        + (program[state].map?.meters.indices.map { states.chargeName(state, $0) } ?? [])
    }
    return functions + NICText.names + program.states.map { CNames.symbol(ofState: $0.name) + "_control" }
  }

  let packetStart = "data"
  let initialPath = "path_start(length)"
  let resumeIndex = "0"
  func liveValue(_ position: Int) -> String { "0" }

  func parameter(_ index: Int) -> String { "(\(program.parameters[index].type.cType))cora_parameters[\(index)]" }
  func packetLength(_ code: inout CFunction) -> String { bytesNow }
  func ingressPort(_ code: inout CFunction) -> String { "cora_port" }

  /// Reads the clock unless every way to here has; `now` is never 0 once it was read, but in tests, where reading it
  /// again gives the same.
  mutating func now(_ code: inout CFunction) -> String {
    if !clockReadIn.contains(code.block) {
      switch clock.before[code.block] {
      case .never: code.line("now = read_clock();")
      case .sometimes: code.line("if (!now) now = read_clock();")
      case .always: break
      }
      if clock.needs[code.block] { clockReadIn.insert(code.block) }
    }
    return "now"
  }

  func refuse(_ what: String, _ code: CFunction) -> CodeGenError { .notOnNIC(what: what, block: code.block) }

  /// The state's mode, which must not be `host`.
  func modeOnNIC(_ state: StateID, _ code: CFunction) throws(CodeGenError) -> PlacementMode {
    let mode = states.mode(state)
    if mode == .host { throw refuse("'\(program[state].name)' is on the host", code) }
    return mode
  }
}

extension NICStates {
  /// Whether a block's own code reads the clock.
  func needsClock(_ block: Block) -> Bool {
    if block.instructions.contains(where: { $0.operation == .now }) { return true }
    switch block.terminator {
    case .lookup(let state, _, _, _, _): return needsClock(toFind: state)
    case .insert(let insertions, _, _): return insertions.contains { expiry($0.state) != nil }
    case .meter: return true
    default: return false
    }
  }
}
