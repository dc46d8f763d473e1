import Foundation
import Traffic
import Wire

/// A capture of real or of broken traffic, where the machine has some beside the package.
public struct Capture: Sendable {
  public var name: String
  public var steps: [Step]

  public static let directory = Subject.package.deletingLastPathComponent().appending(path: "shared/captures")
  /// One after the other in time.
  public static let all: [Capture] = {
    var begin: UInt64 = 0
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? []).sorted()
    return names.map { name in
      var steps = steps(name)
      let first = steps.first?.time ?? 0
      for index in steps.indices { steps[index].time = begin &+ (steps[index].time &- min(first, steps[index].time)) }
      begin = steps.map(\.time).max() ?? begin
      return Capture(name: name, steps: steps)
    }
  }()

  /// The whole packets of a capture; none when it is of another link layer.
  private static func steps(_ name: String) -> [Step] {
    guard let reader = try? CaptureReader(path: directory.appending(path: name).path) else { return [] }
    let ports = PortAssignment.bySource()
    var salts = SplitMix64(seed: 7)
    var steps: [Step] = []
    while let packet = try? reader.next() {
      let port = ports.port(of: packet.bytes)
      steps.append(Step(bytes: Array(packet.bytes), port: port, time: packet.time, salt: salts.next()))
    }
    return steps
  }
}
