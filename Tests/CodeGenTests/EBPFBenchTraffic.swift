import Halves
import Plan
import Wire

/// What a measured program is given: frames of 64 bytes by flow, and rows of its tables.
extension EBPFCase {
  /// A UDP packet from inside; for the balancer, to its service; for the gateway, in a VLAN that has a segment.
  func frame(_ flow: Int) -> [UInt8] {
    let (high, low) = (UInt8(flow >> 8 & 255), UInt8(flow & 255))
    var options = PacketBuilder.Options()
    if program == "vxlan" {
      options.vlans = [7]
      options.destinationMAC = [0x02, 0, 0, 1, high, low]
    }
    let server = program == "tunnellb" ? IPAddress.v4(192, 0, 2, 10) : .v4(198, 51, 100, 1)
    return PacketBuilder.udp(
      from: Endpoint(.v4(10, 0, high, low), 4000), to: Endpoint(server, 53),
      payload: [UInt8](repeating: 1, count: program == "vxlan" ? 18 : 22), options: options)
  }

  func configure(_ nic: NICHalf) throws {
    switch program {
    case "tunnellb": try nic.configure("backends", index: 0, values: [0x0a00_0101, 1])
    case "vxlan": try nic.configure("segments", rows: [.init(matches: [.init(7, 0xfff)], values: [5000, 0xc000_0263])])
    default: break
    }
  }
}
