import Diagnostics
import FrontEnd
import IR
import Interpreter
import Testing
import Wire

/// A source written in a test, compiled and running in the interpreter.
struct SourceRig {
  let interpreter: Interpreter
  var program: Program { interpreter.program }

  /// - Parameter imports: texts of other files, by path.
  init(_ text: String, settings: [String: String] = [:], imports: [String: String] = [:]) throws {
    var log = DiagnosticLog()
    let program = compileToIR(
      SourceFile(path: "test.nf", text: text), settings: settings,
      imports: { path in imports[path].map { SourceFile(path: path, text: $0) } }, reportingTo: &log)
    interpreter = try Interpreter(try #require(program, "\(log.rendered())"))
  }

  /// `out PORT`, the drop's reason, or `control plane`; `bytes` becomes the packet as it left.
  func send(_ bytes: inout [UInt8], from port: UInt16 = 0, at seconds: Double = 1) -> String {
    let outcome = interpreter.run(&bytes, port: port, now: UInt64(seconds * 1e9))
    return switch outcome.verdict {
    case .forward: "out \(program.ports[Int(outcome.port)])"
    case .drop: program.reasons[Int(outcome.reason)]
    case .controlPlane: "control plane"
    }
  }

  func send(_ bytes: [UInt8], from port: UInt16 = 0, at seconds: Double = 1) -> String {
    var copy = bytes
    return send(&copy, from: port, at: seconds)
  }

  func live(_ state: String) -> Int { interpreter.observations.first { $0.state == state }?.live ?? 0 }
}

/// A UDP or TCP packet between two fixed hosts.
enum Sample {
  static func udp(_ source: UInt16 = 1000, _ destination: UInt16 = 2000) -> [UInt8] {
    PacketBuilder.udp(from: Host.inside(1, source), to: Host.outside(1, destination))
  }
  static func tcp(_ source: UInt16 = 1000, _ destination: UInt16 = 2000, flags: TCPFlags = []) -> [UInt8] {
    PacketBuilder.tcp(from: Host.inside(1, source), to: Host.outside(1, destination), flags: flags)
  }
}
