import Testbed
import Traffic
import Wire

extension SyntheticTraffic {
  static let livePacketsPerSecond = 10_000

  /// Packets of 64 bytes from a testbed's client to its server, numbered; without a testbed the same but for the link layer.
  static func numbered(flows: Int, packets: Int, through testbed: Testbed? = nil) -> SyntheticTraffic {
    var traffic = SyntheticTraffic()
    traffic.flows = flows
    traffic.packets = packets
    traffic.packetsPerSecond = Double(livePacketsPerSecond)
    traffic.sizes = .fixed(64)
    traffic.servers = IPPrefix("198.51.100.2/32") ?? traffic.servers
    traffic.inside = IPPrefix("10.77.0.0/16") ?? traffic.inside
    traffic.sourceMAC = testbed.flatMap { MACAddress($0.client.mac) } ?? traffic.sourceMAC
    traffic.destinationMAC = testbed.flatMap { MACAddress($0.server.mac) } ?? traffic.destinationMAC
    return traffic
  }

  /// Writes the packets to a file and has the client send them.
  func send(by client: Namespace, as file: String) throws {
    try write(to: file)
    try client.require(
      ["tcpreplay", "-q", "-K", "--pps", "\(Self.livePacketsPerSecond)", "-i", "eth0", file], timeout: 120)
  }
}
