import Diagnostics
import FrontEnd
import IR
import Interpreter
import Wire

/// The interpreter with every program of the library: packets of any bytes, by any port, at any time.
///
/// An input is a program's name and the end of the line, then packets: port, exponent of the time since the one before,
/// length in two bytes, bytes.
struct PacketTarget: FuzzTarget {
  let regressions: [[UInt8]]
  private let programs: [(name: String, program: Program)]

  init(_ corpus: Corpus) throws {
    regressions = try corpus.regressions(.packets)
    programs = try corpus.library().map { name, text in
      var log = DiagnosticLog()
      let source = SourceFile(path: name, text: text)
      let program = compileToIR(source, imports: corpus.imported, reportingTo: &log)
      guard let program else { throw FuzzError(log.rendered()) }
      return (name, program)
    }
  }

  func input(_ random: inout SplitMix64) -> [UInt8] {
    let (name, program) = programs[random.below(programs.count)]
    var traffic = RandomTraffic(seed: random.next())
    let packets = (0..<1 + random.below(96)).map { _ in traffic.next() }
    let others = packets.map(\.bytes)
    var input = Array((name + "\n").utf8)
    for packet in packets {
      var bytes = packet.bytes
      if random.below(2) == 0 { ByteMutator().mutate(&bytes, others: others, &random) }
      let port = random.below(8) == 0 ? random.below(program.ports.count) : Int(packet.port) % program.ports.count
      input +=
        [UInt8(port), UInt8(random.below(44)), UInt8(bytes.count >> 8 & 0xff), UInt8(bytes.count & 0xff)] + bytes
    }
    return input
  }

  func run(_ input: [UInt8]) throws -> Bool {
    guard let end = input.firstIndex(of: UInt8(ascii: "\n")),
      let program = programs.first(where: { Array($0.name.utf8) == Array(input[..<end]) })?.program
    else { return false }
    let interpreter = try Interpreter(program)
    try fill(interpreter)
    var rest = input[(end + 1)...]
    var now: UInt64 = 1_000_000_000
    while rest.count >= 4 {
      let head = Array(rest.prefix(4))
      let bytes = Array(rest.dropFirst(4).prefix(Int(head[2]) << 8 | Int(head[3])))
      rest = rest.dropFirst(4 + bytes.count)
      now &+= 1 << UInt64(head[1] % 44)
      try run(bytes, UInt16(Int(head[0]) % program.ports.count), now, interpreter)
    }
    _ = interpreter.snapshot()
    return interpreter.pathCounts.contains { $0.packets > 0 }
  }

  private func run(_ packet: [UInt8], _ port: UInt16, _ now: UInt64, _ interpreter: Interpreter) throws {
    var bytes = packet
    let outcome = interpreter.run(&bytes, port: port, now: now)
    let program = interpreter.program
    switch outcome.verdict {
    case .forward:
      try require(Int(outcome.port) < program.ports.count, "port \(outcome.port) of \(program.ports.count)")
    case .drop:
      let reasons = program.reasons.count + OwnReason.allCases.count
      try require(Int(outcome.reason) < reasons, "reason \(outcome.reason) of \(reasons)")
    case .controlPlane: break
    }
    try require(bytes.count <= packet.count + 640, "\(packet.count) bytes became \(bytes.count)")
  }

  /// A few rows for each table that an operator would fill.
  private func fill(_ interpreter: Interpreter) throws {
    var random = SplitMix64(seed: 7)
    for state in interpreter.program.states {
      guard let array = state.array, array.isConfig else { continue }
      for index in 0..<min(4, array.size) {
        let values = array.value.map { random.next() & $0.type.mask }
        try interpreter.configure(table: state.name, index: index, values: values)
      }
    }
  }
}
