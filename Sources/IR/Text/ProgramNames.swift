/// How the text form of a program refers to each kind of declaration.
struct ProgramNames: Sendable {
  let parameters, ports, states, reasons, headers, entries, streams: NameTable

  init(_ program: Program) {
    parameters = NameTable(program.parameters.map(\.name))
    ports = NameTable(program.ports)
    states = NameTable(program.states.map(\.name))
    reasons = NameTable(program.reasons)
    headers = NameTable(program.headers.map(\.name))
    entries = NameTable(program.entries.map(\.name))
    streams = NameTable(program.streams.map(\.name))
  }
}
