/// Protocol numbers, well-known ports, and questions about addresses.

// IP protocol numbers (IANA, Assigned Internet Protocol Numbers).
const protocolICMP: u8 = 1
const protocolTCP: u8 = 6
const protocolUDP: u8 = 17
const protocolGRE: u8 = 47
const protocolESP: u8 = 50
const protocolAH: u8 = 51
const protocolICMPv6: u8 = 58
const protocolSCTP: u8 = 132

// EtherTypes (IEEE 802).
const typeIPv4: u16 = 0x0800
const typeARP: u16 = 0x0806
const typeVLAN: u16 = 0x8100
const typeIPv6: u16 = 0x86dd

// Well-known ports (IANA, Service Name and Transport Protocol Port Number Registry).
const portSSH: u16 = 22
const portTelnet: u16 = 23
const portSMTP: u16 = 25
const portDNS: u16 = 53
const portDHCPServer: u16 = 67
const portDHCPClient: u16 = 68
const portHTTP: u16 = 80
const portNTP: u16 = 123
const portSNMP: u16 = 161
const portBGP: u16 = 179
const portHTTPS: u16 = 443
const portSyslog: u16 = 514
const portGTPU: u16 = 2152
const portVXLAN: u16 = 4789

/// RFC 1918: 10/8, 172.16/12, 192.168/16.
fn isPrivate(address: ipv4) -> bool {
  let number = u32(address)
  return number >> 24 == 10 or number >> 20 == 0xac1 or number >> 16 == 0xc0a8
}

/// RFC 5771: 224/4.
fn isMulticast(address: ipv4) -> bool { return u32(address) >> 28 == 14 }

/// RFC 1122: 127/8.
fn isLoopback(address: ipv4) -> bool { return u32(address) >> 24 == 127 }

/// True where the first `length` bits are those of the prefix.
fn isWithin(address: ipv4, prefix: ipv4, length: u8) -> bool {
  if length == 0 { return true }
  let shift = u32(32 -| length)
  return u32(address) >> shift == u32(prefix) >> shift
}

/// The lower and the upper of two ports, so that both directions of a flow get one key.
fn lowerPort(l4: tcp | udp) -> u16 {
  return if l4.source < l4.destination { l4.source } else { l4.destination }
}
fn upperPort(l4: tcp | udp) -> u16 {
  return if l4.source < l4.destination { l4.destination } else { l4.source }
}

/// What a router does to each packet: RFC 1812, 5.3.1.
fn age(ip: ipv4 | ipv6) {
  if ip.ttl <= 1 { drop "time to live exceeded" }
  ip.ttl = ip.ttl -| 1
}
