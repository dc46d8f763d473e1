import Foundation
import Testbed
import Wire

/// An IPv4 socket of a host of the testbed, in the hands of this process: what it is told is what that host's kernel thinks.
/// It does not block; `wait` does, for as long as it is given.
final class HostSocket {
  enum Kind { case udp, tcp }

  /// What came of something that a host tried.
  enum Outcome: Hashable, CustomStringConvertible {
    case done
    /// Nothing came of it in the time that was given.
    case silence
    /// An error that the host's kernel reported.
    case error(Int32)

    var description: String {
      switch self {
      case .done: "done"
      case .silence: "silence"
      case .error(let number): String(cString: strerror(number))
      }
    }
  }

  let descriptor: Int32
  private var isOpen = true

  /// Bound to `address` and `port`; 0 lets the kernel choose one.
  init(_ kind: Kind, in host: Namespace, at address: String, port: UInt16 = 0) throws {
    let type = Int32((kind == .udp ? SOCK_DGRAM : SOCK_STREAM).rawValue) | Int32(SOCK_NONBLOCK.rawValue)
    descriptor = try NamespaceEntry.socket(type | Int32(SOCK_CLOEXEC.rawValue), in: host)
    var on: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
    let bound = Self.with(Self.endpoint(address, port)) { bind(descriptor, $0, $1) }
    guard bound == 0 else { throw SystemCall.error("bind to \(address):\(port) in '\(host.name)'") }
  }

  /// One that the kernel made, by `accept`.
  private init(_ descriptor: Int32) { self.descriptor = descriptor }

  deinit { close() }

  func close() {
    if isOpen { Foundation.close(descriptor) }
    isOpen = false
  }

  /// Closes a TCP connection by RST.
  func reset() {
    var linger = linger(l_onoff: 1, l_linger: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
    close()
  }

  var port: UInt16 { Self.reading { getsockname(descriptor, $0, $1) }.port }

  /// An IPv4 address as it is written, and a port.
  static func endpoint(_ address: String, _ port: UInt16) -> Endpoint {
    Endpoint(.v4(IPv4Address(bits: UInt32(bigEndian: inet_addr(address)))), port)
  }
}

/// Talking.
extension HostSocket {
  /// Makes `peer` the only one that is sent to and heard; for TCP, begins to connect.
  func connect(to peer: Endpoint) throws {
    let answer = Self.with(peer) { Foundation.connect(descriptor, $0, $1) }
    guard answer == 0 || errno == EINPROGRESS else { throw SystemCall.error("connect to \(peer)") }
  }

  func listen() throws {
    guard Foundation.listen(descriptor, 64) == 0 else { throw SystemCall.error("listen") }
  }

  /// The next connection that has come, and from where; nil when none comes in the time that is given.
  func accept(within seconds: Double) -> (connection: HostSocket, from: Endpoint)? {
    guard wait(for: Int16(POLLIN), seconds) == .done else { return nil }
    var connection: Int32 = -1
    let peer = Self.reading { connection = Foundation.accept(descriptor, $0, $1) }
    guard connection >= 0 else { return nil }
    _ = fcntl(connection, F_SETFL, O_NONBLOCK)
    _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
    return (HostSocket(connection), peer)
  }

  /// Says that nothing more comes from here (FIN).
  func finish() { shutdown(descriptor, Int32(SHUT_WR)) }

  /// What came of a TCP `connect`.
  func connected(within seconds: Double) -> Outcome { wait(for: Int16(POLLOUT), seconds) }

  func send(_ bytes: [UInt8]) throws {
    guard Foundation.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else {
      throw SystemCall.error("send")
    }
  }

  func send(_ bytes: [UInt8], to peer: Endpoint) throws {
    let sent = Self.with(peer) { sendto(descriptor, bytes, bytes.count, 0, $0, $1) }
    guard sent == bytes.count else { throw SystemCall.error("send to \(peer)") }
  }

  /// The next datagram or bytes, and who sent it; nil when nothing is there. Throws what the kernel reports.
  func receive() throws(HostError) -> (bytes: [UInt8], from: Endpoint)? {
    var buffer = [UInt8](repeating: 0, count: 2048)
    var count = 0
    let peer = Self.reading { count = recvfrom(descriptor, &buffer, buffer.count, 0, $0, $1) }
    if count < 0 {
      guard errno == EAGAIN else { throw HostError(number: errno) }
      return nil
    }
    return (Array(buffer[..<count]), peer)
  }

  /// Whether something can be read, or an error is waiting.
  func readable(within seconds: Double) -> Outcome { wait(for: Int16(POLLIN), seconds) }

  /// Waits until the peer has closed.
  func ended(within seconds: Double) -> Outcome {
    guard readable(within: seconds) == .done else { return .silence }
    do throws(HostError) {
      return try receive()?.bytes.isEmpty == true ? .done : .silence
    } catch {
      return .error(error.number)
    }
  }

  private func wait(for events: Int16, _ seconds: Double) -> Outcome {
    var entry = pollfd(fd: descriptor, events: events, revents: 0)
    guard poll(&entry, 1, Int32(seconds * 1000)) == 1 else { return .silence }
    var error: Int32 = 0
    var length = socklen_t(MemoryLayout<Int32>.size)
    getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &length)
    return error == 0 ? .done : .error(error)
  }
}

/// Addresses as the kernel reads and writes them.
extension HostSocket {
  private static func with<Result>(_ peer: Endpoint, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = peer.port.bigEndian
    if case .v4(let host) = peer.address { address.sin_addr.s_addr = host.bits.bigEndian }
    return withUnsafePointer(to: address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
    }
  }

  private static func reading<Result>(
    _ body: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Result
  ) -> Endpoint {
    var address = sockaddr_in()
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { _ = body($0, &length) }
    }
    let host = IPv4Address(bits: UInt32(bigEndian: address.sin_addr.s_addr))
    return Endpoint(.v4(host), UInt16(bigEndian: address.sin_port))
  }
}

/// An error that a host's kernel reported on a socket.
struct HostError: Error {
  var number: Int32
}
