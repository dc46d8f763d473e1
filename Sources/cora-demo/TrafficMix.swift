import Driver
import Traffic
import Wire

/// The replayed part of the demo's traffic: a Zipf mix, and the same flows with their popularity turned over.
struct TrafficMix {
  var flows: Int
  var exponent: Double
  var packets: Int
  var packetsPerSecond: Int
  var directory: String

  var first: String { directory + "/mix.pcap" }
  var turned: String { directory + "/mix-turned-over.pcap" }

  /// Writes both captures.
  ///
  /// - Parameters: link-layer addresses of the client and the server.
  func write(from client: String, to server: String) throws {
    var traffic = SyntheticTraffic()
    traffic.flows = flows
    traffic.exponent = exponent
    traffic.packets = packets
    traffic.packetsPerSecond = Double(packetsPerSecond)
    traffic.sizes = .fixed(64)
    traffic.servers = IPPrefix("198.51.100.2/32") ?? traffic.servers
    traffic.inside = IPPrefix("10.77.0.0/16") ?? traffic.inside
    traffic.sourceMAC = MACAddress(client) ?? traffic.sourceMAC
    traffic.destinationMAC = MACAddress(server) ?? traffic.destinationMAC
    try traffic.write(to: first)
    traffic.invertsRanks = true
    traffic.firstNumber = UInt32(packets)
    traffic.startTime += UInt64(packets) * 1_000_000_000 / UInt64(packetsPerSecond)
    try traffic.write(to: turned)
  }
}
