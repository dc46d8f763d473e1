import Foundation
import Testbed
import Wire

/// A stream of datagrams from the server to the client at known paces, with what arrived by colour beside what the rates give
/// for the very times at which the sender's clock stood: a sender that is held up changes both.
struct PacedStream {
  /// A part of the stream.
  struct Phase {
    var name: String
    var datagrams: Int
    /// Nanoseconds between two datagrams.
    var spacing: UInt64
    /// How many that are late are made up for; otherwise what follows is late too.
    var catchesUp: UInt64 = 0
    /// Nanoseconds before the first, so that buckets fill.
    var pause: UInt64 = 150_000_000
  }

  struct Count {
    var due: [Colour: Int] = [:]
    var arrived: [Colour: Int] = [:]
  }

  static let phases = [
    Phase(name: "a burst", datagrams: 300, spacing: 0, pause: 0),
    Phase(name: "far above the rate", datagrams: 4_000, spacing: 125_000, catchesUp: 100),
    Phase(name: "somewhat above 1 MB/s", datagrams: 900, spacing: 666_667),
    Phase(name: "below 1 MB/s", datagrams: 400, spacing: 1_250_000),
  ]

  private(set) var counts: [Count] = []
  /// Nanoseconds from before the first datagram was sent until after the last was received.
  private(set) var duration: UInt64 = 0
  private var lastArrival: UInt64 = 0
  private var rates = PolicerRates()
  private let source: HostSocket
  private let sink: DatagramSink

  var arrived: Int { counts.reduce(0) { $0 + $1.arrived.values.reduce(0, +) } }

  static func run(_ hosts: Hosts) throws -> PacedStream {
    var stream = try PacedStream(hosts)
    try stream.run()
    return stream
  }

  private init(_ hosts: Hosts) throws {
    source = try HostSocket(.udp, in: hosts.server, at: hosts.server.ipv4)
    sink = try DatagramSink(HostSocket(.udp, in: hosts.client, at: hosts.client.ipv4, port: 9000))
    try source.connect(to: HostSocket.endpoint(hosts.client.ipv4, 9000))
    counts = Self.phases.map { _ in Count() }
  }

  private mutating func run() throws {
    let start = Self.now()
    for (index, phase) in Self.phases.enumerated() {
      var next = Self.now() + phase.pause
      for _ in 0..<phase.datagrams {
        wait(until: next)
        let now = Self.now()
        next = max(next, now - phase.catchesUp * phase.spacing) + phase.spacing
        counts[index].due[rates.colour(now), default: 0] += 1
        try source.send(Self.payload(index))
        try drain()
      }
    }
    var quiet = 0
    while quiet < 10 {
      quiet = try drain() ? 0 : quiet + 1
      usleep(50_000)
    }
    duration = lastArrival - start
  }

  /// Counts what has arrived; true when something has.
  @discardableResult
  private mutating func drain() throws -> Bool {
    var found = false
    while let (phase, colour) = try sink.next() {
      counts[phase].arrived[colour, default: 0] += 1
      found = true
    }
    if found { lastArrival = Self.now() }
    return found
  }

  private func wait(until time: UInt64) {
    while case let now = Self.now(), now < time {
      // A sleep lasts longer than it is asked to; what is short is waited out.
      if time - now > 400_000 { usleep(UInt32((time - now) / 2_000)) } else { sched_yield() }
    }
  }

  /// With UDP, IPv4 and Ethernet headers the frame has the size that the rates count in.
  private static func payload(_ phase: Int) -> [UInt8] {
    [UInt8(phase)] + [UInt8](repeating: 0, count: PolicerRates.frameBytes - 43)
  }

  private static func now() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}
