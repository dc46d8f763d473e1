import Foundation
import Plan

/// A daemon's status for people.
public struct StatusText {
  private let status: DaemonStatus

  public init(_ status: DaemonStatus) { self.status = status }

  public var text: String {
    [head, ports, packets, states, drops, cuts, emissions, moves, cycles, status.notes.joined(separator: "\n")]
      .filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  private var head: String {
    "\(status.instance): \(status.program) on \(status.target), \(status.strategy.rawValue), "
      + "up \(Int(status.uptimeSeconds)) s, process \(status.process)"
  }

  private var ports: String {
    status.ports.map {
      "port \($0.name.padding(to: 10))\($0.interface.padding(to: 12))\($0.driver), XDP \($0.xdpMode)   "
        + "rx \($0.received)  tx \($0.sent)  missed \($0.missed)  unsent \($0.unsent)"
    }.joined(separator: "\n")
  }

  private var packets: String {
    let packets = status.packets
    let share = packets.offered > 0 ? Double(packets.finishedOnNic) / Double(packets.offered) * 100 : 0
    return """
      offered   \(packets.offered)
      on NIC    \(packets.finishedOnNic) (\(String(format: "%.1f", share)) %)
      punted    \(packets.punted)  (restarted \(packets.restarted), resumed \(packets.resumed))
      host      forwarded \(packets.forwarded)  dropped \(packets.dropped)  lost \(packets.lost)
      """
  }

  private var states: String {
    status.states.map {
      "state \($0.name.padding(to: 12))\($0.mode.rawValue.padding(to: 11))\($0.entries) of \($0.capacity) entries, "
        + "\($0.nicEntries) of \($0.nicCapacity) on the NIC"
    }.joined(separator: "\n")
  }

  private var drops: String {
    status.drops.filter { $0.hostPackets > 0 }.map { "drop \($0.reason): \($0.hostPackets)" }.joined(separator: "\n")
  }

  private var cuts: String {
    status.cuts.filter { $0.packets > 0 }.map { "punt \($0.reason) (\($0.mode.rawValue)): \($0.packets)" }
      .joined(separator: "\n")
  }

  /// What packets send besides: copies and records.
  private var emissions: String {
    let packets = status.packets
    var lines = status.exports.map { "export \($0.stream): \($0.records)" }
    if packets.lostExports > 0 { lines.append("exports lost: \(packets.lostExports)") }
    if packets.mirrored + packets.unmirrored > 0 {
      lines.append("mirrored  \(packets.mirrored)  not mirrored \(packets.unmirrored)")
    }
    return lines.joined(separator: "\n")
  }

  private var moves: String {
    let moves = status.moves
    return "records   promoted \(moves.promoted)  demoted \(moves.demoted)  recalled \(moves.recalled)  "
      + "refused \(moves.refused)  expired \(moves.expired)"
  }

  private var cycles: String {
    let cycles = status.cycles
    let predicted = status.predicted?.hostCyclesPerPacket.map { ", predicted \(Int($0))" } ?? ""
    return "cycles    \(Int(cycles.perOfferedPacket)) per offered packet\(predicted), \(Int(cycles.perHostPacket)) per host packet"
  }
}
