/// One host of a testbed: a network namespace with one interface, `eth0`.
public struct Namespace: Sendable {
  public let name: String
  public let ipv4: String
  public let ipv6: String
  /// The link-layer address of its `eth0`.
  public let mac: String

  /// Runs a command in the namespace to its end.
  public func run(_ words: [String], timeout: Double = 60) throws -> CommandResult {
    try Command.run(inside(words), timeout: timeout)
  }

  @discardableResult
  public func require(_ words: [String], timeout: Double = 60) throws -> String {
    try Command.require(inside(words), timeout: timeout)
  }

  /// Starts a command in the namespace.
  public func start(_ words: [String]) throws -> BackgroundProcess { try BackgroundProcess(inside(words)) }

  /// A counter of `eth0`, such as `rx_packets`.
  public func counter(_ name: String) throws -> UInt64 {
    let text = try require(["cat", "/sys/class/net/eth0/statistics/\(name)"])
    return UInt64(text.filter(\.isNumber)) ?? 0
  }

  private func inside(_ words: [String]) -> [String] { ["ip", "netns", "exec", name] + words }
}
