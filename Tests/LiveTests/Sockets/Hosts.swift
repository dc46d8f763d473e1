import Testbed

/// The two ends of a run as hosts whose kernels take part, so that one scenario serves Cora and the kernel.
struct Hosts {
  let client: Namespace
  let server: Namespace
  /// A second address of the client's namespace, as of a second host inside.
  static let secondClient = "10.77.0.3"

  init(bump testbed: Testbed) throws {
    client = testbed.client
    server = testbed.server
    try testbed.addClient(address: Self.secondClient)
    // What inside sends to the public address comes back by the same interface with the addresses of its link as they were.
    try client.require(["ip", "neigh", "add", Testbed.publicIPv4, "lladdr", client.mac, "dev", "eth0", "nud", "permanent"])
  }

  init(router: KernelRouter) throws {
    client = router.client
    server = router.server
    try client.require(["ip", "addr", "add", Self.secondClient + "/24", "dev", "eth0"])
  }

  /// Runs a scenario through the kernel with `rules`.
  static func throughKernel<Result>(_ rules: String, as purpose: String, _ body: (Hosts) throws -> Result) throws -> Result {
    let router = try KernelRouter(id: LiveRig.name(purpose), ruleset: rules)
    defer { router.tearDown() }
    return try body(Hosts(router: router))
  }
}
