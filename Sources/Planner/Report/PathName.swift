import IR
import PerfModel

/// A path in words: what it met and how it ends, such as `from inside, bindings hit, forward outside`.
struct PathName {
  let text: String

  init(_ path: WeightedPath, _ program: Program) {
    var words: [String] = []
    for step in path.steps {
      let terminator = program[step.block].terminator
      switch terminator {
      case .lookup(let state, _, _, _, _), .take(let state, _, _, _), .pick(let state, _, _, _, _):
        words.append("\(program[state].name) \(terminator.edgeNames[step.edge])")
      case .meter(let entry, _, _, _):
        words.append("\(program[program[entry].state].name) \(terminator.edgeNames[step.edge])")
      case .insert(let insertions, _, _):
        guard let state = insertions.first?.state else { continue }
        words.append(step.edge == 0 ? "\(program[state].name) insert" : "\(program[state].name) full")
      case .extract(let header, _, _, _):
        words.append(step.edge == 0 ? program[header].kind : "no \(program[header].kind)")
      case .jump, .branch, .switch, .finish: break
      }
    }
    words.append(Self.word(path.verdict, program))
    text = words.joined(separator: ", ")
  }

  private static func word(_ verdict: Verdict, _ program: Program) -> String {
    switch verdict {
    case .forward(let port): "forward \(program.ports.indices.contains(port) ? program.ports[port] : String(port))"
    case .reply: "reply"
    case .drop(let reason): "drop \"\(program.reasons.indices.contains(reason) ? program.reasons[reason] : String(reason))\""
    case .toControlPlane: "to control plane"
    }
  }
}
