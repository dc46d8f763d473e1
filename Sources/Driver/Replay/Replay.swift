import Bundle
import struct Bundle.Bundle
import Foundation
import IR
import Traffic
import Wire

/// Runs a capture through a program: packets in, packets out, counters, and the state at the end.
public struct Replay {
  /// Where the packets are run.
  public enum Site: String, CaseIterable, Sendable { case interpreter, nic, host, split }

  /// What `cora replay` prints.
  public struct Summary: Codable, Sendable {
    public var packetsIn = 0
    public var packetsOut = 0
    public var toControlPlane = 0
    /// Packets that the site did not decide, and that are not in the output: what the NIC half alone hands to a host half, and
    /// frames of a size that no NIC delivers (below 14 bytes, or above 3,500) where the plan has states on the NIC alone.
    public var punted = 0
    public var dropped: [String: Int] = [:]
    /// SHA-256 of the state's canonical JSON.
    public var stateDigest = ""

    enum CodingKeys: String, CodingKey {
      case packetsIn = "packets_in"
      case packetsOut = "packets_out"
      case toControlPlane = "to_control_plane"
      case punted
      case dropped
      case stateDigest = "state_digest"
    }
  }

  private let site: any PacketSite
  public private(set) var summary = Summary()

  /// Runs a source on the interpreter.
  public init(_ source: ProgramSource, tables: ConfigTables = .empty) throws(DriverError) {
    site = try InterpreterSite(source.program, tables: tables)
  }

  /// Runs a bundle on one of its halves, on both, or its program on the interpreter.
  public init(_ bundle: Bundle, site kind: Site, tables: ConfigTables = .empty) throws(DriverError) {
    site =
      switch kind {
      case .interpreter: try InterpreterSite(try Self.program(of: bundle), tables: tables)
      case .host: try HostSite(bundle, tables: tables)
      case .nic: try NICSite(bundle, tables: tables)
      case .split: try SplitSite(bundle, tables: tables)
      }
  }

  /// Replays captures; what is forwarded goes to `output`, one capture for all ports. The times of packets are those
  /// of the captures.
  ///
  /// A capture that is cut is an error after its whole packets were run; nothing is written then.
  public mutating func run(_ captures: [CaptureSource], to output: String?) throws(DriverError) {
    let site = site
    var summary = summary
    try DriverError.wrapping {
      let writer = try output.map { try CaptureWriter(path: $0) }
      let merge = try CaptureMerge(captures)
      while let (packet, port) = try merge.next() {
        var bytes = Array(packet.bytes)
        let outcome = try site.run(&bytes, port: port, now: packet.time)
        summary.count(outcome, site.reasons)
        if outcome?.verdict == .forward { try writer?.write(bytes, time: packet.time) }
      }
      summary.stateDigest = sha256(Array(try Self.json(try site.state())))
      try writer?.finish()
    }
    self.summary = summary
  }

  /// The state, as JSON in canonical form.
  public func state() throws(DriverError) -> Data {
    try DriverError.wrapping { try Self.json(try site.state()) }
  }

  static func program(of bundle: Bundle) throws(DriverError) -> Program {
    try DriverError.wrapping {
      let text = String(decoding: try bundle.bytes(of: .program), as: UTF8.self)
      return try Program(parsing: text, file: bundle.path(.program))
    }
  }

  private static func json(_ state: StateSnapshot) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    return try encoder.encode(state) + Data("\n".utf8)
  }
}

extension Replay.Summary {
  fileprivate mutating func count(_ outcome: Outcome?, _ reasons: [String]) {
    packetsIn += 1
    guard let outcome else { return punted += 1 }
    switch outcome.verdict {
    case .forward: packetsOut += 1
    case .controlPlane: toControlPlane += 1
    case .drop:
      let reason = Int(outcome.reason)
      let own = OwnReason(rawValue: reason - reasons.count)?.text ?? "reason \(reason)"
      dropped[reasons.indices.contains(reason) ? reasons[reason] : own, default: 0] += 1
    }
  }
}
