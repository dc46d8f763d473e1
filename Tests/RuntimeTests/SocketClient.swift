import Glibc
import Testing

/// A client of a Unix socket, as simple as can be.
final class SocketClient {
  private let descriptor: Int32

  init(_ path: String) throws {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8) + [0]) }
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    let connected = withUnsafePointer(to: address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    self.descriptor = descriptor
    try #require(connected == 0, "cannot connect to \(path): \(String(cString: strerror(errno)))")
    var patience = timeval(tv_sec: 10, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
  }

  deinit { close(descriptor) }

  func send(_ text: String) {
    let bytes = Array(text.utf8)
    _ = Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
  }

  /// Sends a line and returns the reply's lines without the last newline.
  func ask(_ line: String, lines: Int = 1) throws -> String {
    send(line + "\n")
    var reply: [UInt8] = []
    while reply.count(where: { $0 == 10 }) < lines {
      let more = read()
      try #require(!more.isEmpty, "the connection ended")
      reply += more
    }
    return String(decoding: reply.dropLast(), as: UTF8.self)
  }

  func readToEnd() throws -> String {
    var text: [UInt8] = []
    while true {
      let more = read()
      if more.isEmpty { return String(decoding: text, as: UTF8.self) }
      text += more
    }
  }

  private func read() -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = recv(descriptor, &buffer, buffer.count, 0)
    return count > 0 ? Array(buffer.prefix(count)) : []
  }
}
