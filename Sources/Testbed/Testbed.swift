import Foundation

/// A client and a server in network namespaces, each joined by a veth pair to an interface of this host, where the
/// network function stands between them as a bump in the wire:
///
///     client eth0 ── <id>i  [ NF ]  <id>o ── eth0 server
///
/// Both ends know each other (and the NAT's public address) by static neighbours, since an NF answers no ARP. Checksum
/// and segmentation offloads are off, for a veth hands packets over unfinished; GRO is on at the far ends, for
/// that is what lets XDP redirect into a veth whose peer has no XDP program.
///
/// A listener may stand at a third interface, `<id>c`: it hears what the NF sends there and says nothing.
public final class Testbed {
  public let client: Namespace
  public let server: Namespace
  /// Interfaces of this host, towards the client and the server.
  public let inside: String
  public let outside: String
  /// A host without addresses, and the interface towards it.
  public let listener: (host: Namespace, interface: String)?

  /// The address that `nat.nf` translates to by default; the server reaches it through the NF.
  public static let publicIPv4 = "203.0.113.1"

  /// Why a testbed cannot be had here, or nil where it can.
  public static var unavailable: String? {
    guard getuid() == 0 else { return "network namespaces need root" }
    guard let probe = try? Command.run(["ip", "netns", "list"]), probe.succeeded else {
      return "'ip netns' does not work here"
    }
    return nil
  }

  /// `id` is at most 8 letters and unique on the machine.
  public init(id: String, hasListener: Bool = false) throws {
    inside = id + "i"
    outside = id + "o"
    let names = (client: "cora-\(id)-client", server: "cora-\(id)-server")
    do {
      let clientMAC = try Self.join(namespace: names.client, to: inside)
      let serverMAC = try Self.join(namespace: names.server, to: outside)
      client = Namespace(name: names.client, ipv4: "10.77.0.2", ipv6: "fd77::2", mac: clientMAC)
      server = Namespace(name: names.server, ipv4: "198.51.100.2", ipv6: "2001:db8:51::2", mac: serverMAC)
      listener = hasListener ? try Self.listener(id) : nil
      try Self.introduce(client, to: server, addresses: [server.ipv4, server.ipv6])
      try Self.introduce(server, to: client, addresses: [client.ipv4, client.ipv6, Self.publicIPv4])
    } catch {
      Self.remove(
        namespaces: [names.client, names.server] + (hasListener ? [Self.listenerName(id)] : []),
        interfaces: [inside, outside] + (hasListener ? [id + "c"] : []))
      throw error
    }
  }

  deinit { tearDown() }

  /// Removes namespaces and interfaces; safe to call again.
  public func tearDown() {
    Self.remove(namespaces: [client.name, server.name] + (listener.map { [$0.host.name] } ?? []), interfaces: interfaces)
  }

  /// All interfaces of this host.
  public var interfaces: [String] { [inside, outside] + (listener.map { [$0.interface] } ?? []) }

  private static func listenerName(_ id: String) -> String { "cora-\(id)-listener" }

  private static func listener(_ id: String) throws -> (host: Namespace, interface: String) {
    let mac = try join(namespace: listenerName(id), to: id + "c")
    return (Namespace(name: listenerName(id), ipv4: "", ipv6: "", mac: mac), id + "c")
  }

  /// Gives the client a further address, by which the server knows it too.
  public func addClient(address: String) throws {
    try client.require(["ip", "addr", "add", address + "/24", "dev", "eth0"])
    try server.require(["ip", "neigh", "add", address, "lladdr", client.mac, "dev", "eth0", "nud", "permanent"])
  }

  private static func join(namespace: String, to interface: String) throws -> String {
    try Command.require(["ip", "netns", "add", namespace])
    try Command.require([
      "ip", "link", "add", interface, "type", "veth", "peer", "name", "eth0", "netns", namespace,
    ])
    let enter = ["ip", "netns", "exec", namespace]
    for prefix in [[], enter] {
      let device = prefix.isEmpty ? interface : "eth0"
      try Command.require(prefix + ["ip", "link", "set", "dev", device, "addrgenmode", "none"])
      try Command.require(prefix + ["ip", "link", "set", "dev", device, "up"])
      try Command.require(prefix + ["ethtool", "-K", device, "tx", "off", "tso", "off", "gso", "off"])
    }
    try Command.require(enter + ["ethtool", "-K", "eth0", "gro", "on"])
    try Command.require(enter + ["ip", "link", "set", "dev", "lo", "up"])
    return try Command.require(enter + ["cat", "/sys/class/net/eth0/address"])
      .trimmingCharacters(in: .whitespacesAndNewlines)
  }

  private static func introduce(_ host: Namespace, to other: Namespace, addresses: [String]) throws {
    try host.require(["ip", "addr", "add", host.ipv4 + "/24", "dev", "eth0"])
    try host.require(["ip", "-6", "addr", "add", host.ipv6 + "/64", "dev", "eth0", "nodad"])
    try host.require(["ip", "route", "add", "default", "dev", "eth0"])
    try host.require(["ip", "-6", "route", "add", "default", "dev", "eth0"])
    for address in addresses {
      try host.require(["ip", "neigh", "add", address, "lladdr", other.mac, "dev", "eth0", "nud", "permanent"])
    }
  }

  private static func remove(namespaces: [String], interfaces: [String]) {
    for interface in interfaces { _ = try? Command.run(["ip", "link", "del", interface]) }
    for namespace in namespaces { _ = try? Command.run(["ip", "netns", "del", namespace]) }
  }
}
