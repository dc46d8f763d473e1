/// Protocol numbers of the IPv4 `protocol` and IPv6 `next header` fields.
public enum IPProtocol {
  public static let icmp: UInt8 = 1
  public static let tcp: UInt8 = 6
  public static let udp: UInt8 = 17
  public static let ipInIP: UInt8 = 4
  public static let ipv6: UInt8 = 41
  public static let gre: UInt8 = 47
  public static let icmpV6: UInt8 = 58
  public static let ipv6HopByHop: UInt8 = 0
  public static let ipv6Fragment: UInt8 = 44
  public static let ipv6Destination: UInt8 = 60
}

public enum EtherType {
  public static let ipv4: UInt16 = 0x0800
  public static let arp: UInt16 = 0x0806
  public static let vlan: UInt16 = 0x8100
  public static let qinq: UInt16 = 0x88a8
  public static let ipv6: UInt16 = 0x86dd
}
