import Glibc
import Wire

/// The packets of synthetic traffic, one after the other; its memory does not grow with their number.
public struct SyntheticPackets {
  /// One packet before its bytes.
  struct Packet {
    var time: UInt64
    /// Its number, counted from 0.
    var index: Int
    var flow: Int
    /// Bytes without frame check sequence.
    var length: Int
  }

  let traffic: SyntheticTraffic
  private let popularity: AliasTable
  private let sizes: AliasTable
  private let flowOfRank: [UInt32]
  private var frames: FrameMaker
  private var random: SplitMix64
  private var index = 0
  /// Nanoseconds since the first packet, for arrivals that are not even.
  private var elapsed = 0.0
  /// Holds the packet that was made last.
  private var buffer = [UInt8](repeating: 0, count: 9216)

  public init(_ traffic: SyntheticTraffic) throws(SynthesisError) {
    try traffic.check()
    self.traffic = traffic
    popularity = AliasTable(weights: (1...traffic.flows).map { pow(Double($0), -traffic.exponent) })
    sizes = AliasTable(weights: traffic.sizes.parts.map { Double($0.weight) })
    flowOfRank = Self.permutation(traffic)
    frames = FrameMaker(traffic)
    random = SplitMix64(seed: traffic.seed)
  }

  /// Which flow has which rank, the most popular first.
  private static func permutation(_ traffic: SyntheticTraffic) -> [UInt32] {
    var flows = (0..<UInt32(traffic.flows)).map { $0 }
    var random = SplitMix64(seed: ~(traffic.popularitySeed ?? traffic.seed))
    for last in stride(from: flows.count - 1, to: 0, by: -1) { flows.swapAt(last, random.below(last + 1)) }
    if traffic.invertsRanks { flows.reverse() }
    return flows
  }

  /// Gives the next packet to `body`: its bytes, its time in nanoseconds and its flow's index. False at the end.
  public mutating func next<Failure: Error>(
    _ body: (UnsafeRawBufferPointer, UInt64, Int) throws(Failure) -> Void
  ) throws(Failure) -> Bool {
    guard let packet = draw() else { return false }
    let length = frames.write(packet, into: &buffer)
    let result: Result<Void, Failure> = buffer.withUnsafeBytes { bytes in
      do throws(Failure) {
        try body(UnsafeRawBufferPointer(rebasing: bytes[..<length]), packet.time, packet.flow)
        return .success(())
      } catch {
        return .failure(error)
      }
    }
    try result.get()
    return true
  }

  private mutating func draw() -> Packet? {
    guard index < traffic.packets else { return nil }
    defer { index += 1 }
    let time = nextTime()
    let flow = Int(flowOfRank[popularity.draw(&random)])
    let size = sizes.draw(&random)
    return Packet(
      time: traffic.startTime &+ time, index: index, flow: flow, length: traffic.sizes.parts[size].bytes - 4)
  }

  /// Nanoseconds from the first packet to this one.
  private mutating func nextTime() -> UInt64 {
    let gap = 1e9 / traffic.packetsPerSecond
    if traffic.arrivals == .even { return UInt64(Double(index) * gap) }
    if index > 0 { elapsed -= log(1 - random.unit()) * gap }
    return UInt64(elapsed)
  }
}
