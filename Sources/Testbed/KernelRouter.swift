import Foundation

/// The outside oracle: the same client and server as a `Testbed`, with the kernel's own routing and nftables between them.
///
///     client eth0 ── in [ router: nftables ] out ── eth0 server
public final class KernelRouter {
  public let client: Namespace
  public let server: Namespace
  /// The router's link-layer addresses towards the client and the server.
  public let insideMAC: String
  public let outsideMAC: String
  private let router: String

  /// `ruleset` is what `nft -f` reads; its interfaces are `in` and `out`. Frames that the router sends carry `farMAC` as
  /// destination, an address no host has, so that the ends' own kernels leave probes alone; without it the ends are hosts
  /// with addresses and a way to each other, as in a `Testbed`.
  public init(id: String, ruleset: String, farMAC: String? = nil) throws {
    let names = ["cora-\(id)-client", "cora-\(id)-router", "cora-\(id)-server"]
    router = names[1]
    do {
      for name in names {
        try Command.require(["ip", "netns", "add", name])
        try Command.require(["ip", "netns", "exec", name, "ip", "link", "set", "dev", "lo", "up"])
      }
      let inside = try Self.join(names[0], router: router, port: "in")
      let outside = try Self.join(names[2], router: router, port: "out")
      client = Namespace(name: names[0], ipv4: "10.77.0.2", ipv6: "fd77::2", mac: inside.end)
      server = Namespace(name: names[2], ipv4: "198.51.100.2", ipv6: "2001:db8:51::2", mac: outside.end)
      (insideMAC, outsideMAC) = (inside.router, outside.router)
      try Self.route(router)
      if let farMAC { try Self.send(to: farMAC, from: router) } else { try Self.settle([client, server]) }
      try Self.load(ruleset, in: router)
    } catch {
      Self.remove(names)
      throw error
    }
  }

  deinit { tearDown() }

  public func tearDown() { Self.remove([client.name, router, server.name]) }

  private static func join(_ host: String, router: String, port: String) throws -> (end: String, router: String) {
    try Command.require([
      "ip", "link", "add", port, "netns", router, "type", "veth", "peer", "name", "eth0", "netns", host,
    ])
    var addresses: [String] = []
    for (namespace, device) in [(host, "eth0"), (router, port)] {
      let enter = ["ip", "netns", "exec", namespace]
      try Command.require(enter + ["ip", "link", "set", "dev", device, "addrgenmode", "none"])
      try Command.require(enter + ["ip", "link", "set", "dev", device, "up"])
      try Command.require(enter + ["ethtool", "-K", device, "tx", "off", "tso", "off", "gso", "off", "gro", "off"])
      addresses.append(
        try Command.require(enter + ["cat", "/sys/class/net/\(device)/address"])
          .trimmingCharacters(in: .whitespacesAndNewlines))
    }
    return (addresses[0], addresses[1])
  }

  private static func route(_ router: String) throws {
    let enter = ["ip", "netns", "exec", router]
    try Command.require(enter + ["sysctl", "-qw", "net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1"])
    try Command.require(enter + ["sysctl", "-qw", "net.ipv4.conf.all.rp_filter=0", "net.ipv4.conf.in.rp_filter=0"])
    // What goes back by the interface it came from is meant so: hosts are not to be told of a shorter way.
    try Command.require(enter + ["sysctl", "-qw", "net.ipv4.conf.all.send_redirects=0", "net.ipv4.conf.in.send_redirects=0"])
    for (port, v4, v6) in [("in", "10.77.0.1/24", "fd77::1/64"), ("out", "198.51.100.1/24", "2001:db8:51::1/64")] {
      try Command.require(enter + ["ip", "addr", "add", v4, "dev", port])
      try Command.require(enter + ["ip", "-6", "addr", "add", v6, "dev", port, "nodad"])
    }
    try Command.require(enter + ["ip", "addr", "add", Testbed.publicIPv4 + "/32", "dev", "out"])
  }

  private static func send(to farMAC: String, from router: String) throws {
    for (port, hosts) in [("in", ["10.77.0.2", "fd77::2"]), ("out", ["198.51.100.2", "2001:db8:51::2"])] {
      for host in hosts {
        try Command.require([
          "ip", "netns", "exec", router, "ip", "neigh", "add", host, "lladdr", farMAC, "dev", port, "nud", "permanent",
        ])
      }
    }
  }

  /// Gives the ends their addresses, and the router as the way to all others.
  private static func settle(_ hosts: [Namespace]) throws {
    let ways = [("10.77.0.1", "fd77::1"), ("198.51.100.1", "2001:db8:51::1")]
    for (host, (way4, way6)) in zip(hosts, ways) {
      try host.require(["ip", "addr", "add", host.ipv4 + "/24", "dev", "eth0"])
      try host.require(["ip", "-6", "addr", "add", host.ipv6 + "/64", "dev", "eth0", "nodad"])
      try host.require(["ip", "route", "add", "default", "via", way4])
      try host.require(["ip", "-6", "route", "add", "default", "via", way6])
    }
  }

  private static func load(_ ruleset: String, in router: String) throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("cora-\(UUID().uuidString).nft")
    try ruleset.write(to: file, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: file) }
    let enter = ["ip", "netns", "exec", router]
    try Command.require(enter + ["nft", "-f", file.path])
    // Sequence numbers are no part of the comparison: connection tracking is to pass what is out of its window.
    try Command.require(enter + ["sysctl", "-qw", "net.netfilter.nf_conntrack_tcp_be_liberal=1"])
  }

  private static func remove(_ namespaces: [String]) {
    for namespace in namespaces { _ = try? Command.run(["ip", "netns", "del", namespace]) }
  }
}
