import CBPF
import Glibc
import Halves

/// Plays frames of 64 bytes to an eBPF program in BPF_PROG_TEST_RUN, one after the other, and times it.
public final class NICPlayer {
  /// Frames it plays in turn.
  public static let frames = 65_536
  private static let runsAtOnce = 1_024

  private let object: OpaquePointer
  private let player: CInt
  private let floor: CInt

  /// The player, for `clang -target bpf`.
  public static var source: String { String(decoding: PackageResources.player_bpf_c, as: UTF8.self) }

  /// - Parameter path: the player, compiled.
  public init(object path: String) throws {
    object = try loadedObject(path)
    player = cbpf_program_fd(object, "cora_player")
    floor = cbpf_program_fd(object, "cora_floor")
  }

  deinit { cbpf_close(object) }

  /// Sets the frames; each is cut or filled with zeros to 64 bytes.
  public func load(_ frames: [[UInt8]]) throws {
    let map = try BPFMap(name: "frames", descriptor: cbpf_map_fd(object, "frames"))
    for index in 0..<Self.frames {
      let frame = frames[index % frames.count].prefix(64)
      try map.setElement(index, frame + [UInt8](repeating: 0, count: 64 - frame.count))
    }
  }

  /// Runs all frames through the program once.
  public func play(_ program: CInt) throws {
    try aim(program)
    _ = try run(Self.frames)
  }

  /// Nanoseconds per packet of the program alone: its middle runs of so many rounds, less the player's own.
  public func nanosecondsPerPacket(_ program: CInt, rounds: Int) throws -> Double {
    try middle(program, rounds) - middle(floor, rounds)
  }

  private func middle(_ program: CInt, _ rounds: Int) throws -> Double {
    try aim(program)
    let times = try (0..<rounds).map { _ in try run(Self.runsAtOnce) }.sorted()
    let half = times[rounds / 4...rounds * 3 / 4]
    return half.reduce(0) { $0 + Double($1) } / Double(half.count)
  }

  private func aim(_ program: CInt) throws {
    let target = try BPFMap(name: "target", descriptor: cbpf_map_fd(object, "target"))
    try target.setElement(0, withUnsafeBytes(of: program) { Array($0) })
  }

  private func run(_ runs: Int) throws -> UInt32 {
    let frame = [UInt8](repeating: 0, count: 64)
    var output = [UInt8](repeating: 0, count: 4_096)
    var (size, verdict, nanoseconds) = (UInt32(output.count), UInt32(0), UInt32(0))
    let code = cbpf_run(player, frame, 64, &output, &size, UInt32(runs), &verdict, &nanoseconds)
    guard code == 0 else { throw CalibrationError("running a half: \(String(cString: strerror(-code)))") }
    return nanoseconds
  }
}
