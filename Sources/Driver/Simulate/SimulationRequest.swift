import Foundation
import Plan
import Simulator

/// What `cora simulate` is asked for; what is not given follows from the plan, the traffic and the device.
public struct SimulationRequest: Sendable {
  /// A bundle, or a source that is planned first.
  public var subject: String
  public var settings: [String: String] = [:]
  /// A device; nil takes that of the bundle, or `xdp`.
  public var target: String?
  /// A profile or a capture; nil takes what is assumed.
  public var traffic: String?
  /// Packets per second; nil takes the traffic's own.
  public var rate: String?
  public var seconds: Double?
  public var packets: Int?
  public var cores: Int?
  public var seed: UInt64 = 1
  /// Of a source's plan.
  public var strategy: Strategy?
  public var tables: ConfigTables = .empty
  /// How often popularity turns over, such as `2s`, and for which share of the keys.
  public var turnover: String?
  public var turnoverShare: Double?
  public var spread = SimulationSettings.Spread.packets
  /// Whether the highest rate is looked for as well.
  public var findsCapacity = false

  public init(subject: String) { self.subject = subject }
}

extension SimulationRequest {
  /// Packets offered when neither their number nor a time is given.
  static let defaultPackets = 2_000_000
  /// Packets of each run that looks whether a rate is carried.
  static let packetsPerTrial = 400_000
  /// A longer run than this is a mistake in a unit.
  static let mostPackets = 1e11

  func packetsPerSecond(of traffic: SimulatedTraffic) throws(DriverError) -> Double {
    guard let rate else {
      guard traffic.profile.packetsPerSecond > 0 else {
        throw DriverError.misuse("the traffic has no rate of its own: give --rate")
      }
      return traffic.profile.packetsPerSecond
    }
    guard let value = RateText.packetsPerSecond(rate) else {
      throw DriverError.misuse("--rate \(rate): a rate above 0, such as 20Mpps, is expected")
    }
    return value
  }

  func duration(rate: Double, of traffic: SimulatedTraffic) throws(DriverError) -> Double {
    if let seconds, packets != nil { throw DriverError.misuse("give --seconds \(seconds) or --packets, not both") }
    if let seconds, !(seconds > 0 && seconds.isFinite) {
      throw DriverError.misuse("--seconds \(seconds): a time above 0 is expected")
    }
    if let packets, packets <= 0 { throw DriverError.misuse("--packets \(packets): a number above 0 is expected") }
    let duration = seconds ?? Double(packets ?? traffic.recordedPackets ?? Self.defaultPackets) / rate
    guard duration * rate <= Self.mostPackets else {
      throw DriverError.misuse("\(duration) s at \(rate) packets/s are more than 10^11 packets")
    }
    return duration
  }

  func turnover(of traffic: SimulatedTraffic) throws(DriverError) -> SimulationSettings.Turnover? {
    if let share = turnoverShare {
      guard turnover != nil else { throw DriverError.misuse("--turnover-share needs --turnover") }
      guard share > 0, share <= 1 else { throw DriverError.misuse("--turnover-share \(share): 0 to 1 is expected") }
    }
    guard let turnover else { return nil }
    guard traffic.recordedPackets == nil else {
      throw DriverError.misuse("--turnover is for profiles: popularity in a capture is the capture's own")
    }
    guard let nanoseconds = ScalarText.duration(turnover), nanoseconds > 0 else {
      throw DriverError.misuse("--turnover \(turnover): a time such as 2s or 500ms is expected")
    }
    return .init(seconds: Double(nanoseconds) / 1e9, share: turnoverShare ?? 1)
  }

  func hostCores(most: Double?) throws(DriverError) -> Int {
    if let cores, cores < 1 || cores > 1024 {
      throw DriverError.misuse("--cores \(cores): a number of whole cores from 1 on is expected")
    }
    return cores ?? max(1, Int(most ?? 1))
  }
}
