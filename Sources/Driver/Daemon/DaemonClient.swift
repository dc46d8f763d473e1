import Foundation
import Plan

/// Talks to a running `corad` over its Unix socket.
public struct DaemonClient: Sendable {
  private let path: String

  public init(_ path: String) { self.path = path }

  public func status() throws(DriverError) -> DaemonStatus {
    let line = try line(.status)
    return try DriverError.wrapping { try DaemonProtocol.decode(DaemonStatus.self, from: line.utf8) }
  }

  /// The reply to a request, as it is; a refusal is an error.
  public func line(_ request: DaemonProtocol.Request) throws(DriverError) -> String {
    let socket = try connect()
    defer { close(socket) }
    let question = Array((request.rawValue + "\n").utf8)
    guard send(socket, question, question.count, Int32(MSG_NOSIGNAL)) == question.count else { throw lost() }
    let reply = try read(from: socket)
    if let failure = try? DaemonProtocol.decode(DaemonProtocol.Failure.self, from: reply) {
      throw DriverError("\(path): \(failure.error)")
    }
    return String(decoding: reply, as: UTF8.self)
  }

  private func connect() throws(DriverError) -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else {
      throw DriverError("\(path): too long for a socket's path")
    }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { throw lost() }
    let size = socklen_t(MemoryLayout<sockaddr_un>.size)
    let connected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { Glibc.connect(descriptor, $0, size) }
    }
    guard connected == 0 else {
      let why = String(cString: strerror(errno))
      close(descriptor)
      throw DriverError("\(path): no corad answers there (\(why))")
    }
    return descriptor
  }

  private func read(from socket: Int32) throws(DriverError) -> [UInt8] {
    var reply: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = recv(socket, &buffer, buffer.count, 0)
      guard count > 0 else { throw lost() }
      reply += buffer[..<count]
      if reply.last == UInt8(ascii: "\n") { return reply.dropLast() }
    }
  }

  private func lost() -> DriverError { DriverError("\(path): the connection to corad was lost") }
}
