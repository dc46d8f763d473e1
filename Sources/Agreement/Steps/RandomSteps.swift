import IR
import Interpreter
import TraceGenerator
import Wire

extension Step {
  /// Conversations of hosts that go on with what the program sends them.
  ///
  /// - Throws: `InterpreterError` for a program that cannot be run, or tables that do not fit it.
  public static func conversations(
    with program: Program, _ tables: [TableChange], _ configuration: RandomTraffic.Configuration, packets: Int,
    seed: UInt64
  ) throws -> [Step] {
    let interpreter = try Interpreter(program)
    for change in tables { try change.apply(to: interpreter) }
    var traffic = RandomTraffic(seed: seed, configuration: configuration)
    var salts = SplitMix64(seed: ~seed)
    return (0..<packets).map { _ in
      let packet = traffic.next()
      var bytes = packet.bytes
      let outcome = interpreter.run(&bytes, port: packet.port, now: packet.time)
      if outcome.verdict == .forward { traffic.observe(bytes, port: outcome.port) }
      return Step(bytes: packet.bytes, port: packet.port, time: packet.time, salt: salts.next())
    }
  }
}
