import Glibc
import Plan
import Synchronization

/// Answers requests on a Unix socket, one line in, one line out: `DaemonProtocol`. One thread; a client that stalls or
/// sends nonsense loses its connection and nothing else.
final class ControlServer: @unchecked Sendable {
  static let mostConnections = 16
  private let path: String
  private let listener: Int32
  private let answer: (DaemonProtocol.Request) -> [UInt8]
  private let wake: (read: Int32, write: Int32)
  private var connections: [Connection] = []
  private var thread: pthread_t?

  private struct Connection {
    var descriptor: Int32
    var line: [UInt8] = []
  }

  /// `answer` is called on the server's thread and returns a line without its newline.
  init(path: String, answer: @escaping (DaemonProtocol.Request) -> [UInt8]) throws(DaemonError) {
    self.path = path
    self.answer = answer
    listener = try Self.listen(path)
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else {
      close(listener)
      unlink(path)
      throw .failed("no pipe for the control socket: \(errnoText())")
    }
    wake = (ends[0], ends[1])
  }

  private static func listen(_ path: String) throws(DaemonError) -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8) + [0]
    guard bytes.count <= MemoryLayout.size(ofValue: address.sun_path) else {
      throw .misused("the socket's path is too long: \(path)")
    }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw .failed("no socket: \(errnoText())") }
    unlink(path)
    let bound = withUnsafePointer(to: address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard bound == 0, chmod(path, 0o660) == 0, Glibc.listen(descriptor, 8) == 0 else {
      let reason = errnoText()
      close(descriptor)
      throw .failed("cannot listen on \(path): \(reason)")
    }
    return descriptor
  }

  func start() throws(DaemonError) {
    var thread = pthread_t()
    let context = Unmanaged.passUnretained(self).toOpaque()
    let error = pthread_create(&thread, nil, { context in
      guard let context else { return nil }
      Unmanaged<ControlServer>.fromOpaque(context).takeUnretainedValue().serve()
      return nil
    }, context)
    guard error == 0 else { throw .failed("no thread for the control socket: \(errnoText(error))") }
    self.thread = thread
  }

  /// Ends the thread and removes the socket; safe to call again.
  func stop() {
    if let thread {
      var byte: UInt8 = 0
      _ = write(wake.write, &byte, 1)
      pthread_join(thread, nil)
      self.thread = nil
    }
    guard isOpen else { return }
    isOpen = false
    for connection in connections { close(connection.descriptor) }
    connections = []
    for descriptor in [listener, wake.read, wake.write] { close(descriptor) }
    unlink(path)
  }

  private var isOpen = true

  deinit { stop() }

  private func serve() {
    while true {
      var waiting = [wake.read, listener] + connections.map(\.descriptor)
      if connections.count >= Self.mostConnections { waiting[1] = -1 }
      var polled = waiting.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      guard poll(&polled, nfds_t(polled.count), -1) > 0 else { continue }
      if polled[0].revents != 0 { return }
      let ready = Set(polled.dropFirst(2).filter { $0.revents != 0 }.map(\.fd))
      connections = connections.compactMap { ready.contains($0.descriptor) ? read(from: $0) : $0 }
      if polled[1].revents != 0 { accept() }
    }
  }

  private func accept() {
    let descriptor = Glibc.accept(listener, nil, nil)
    guard descriptor >= 0 else { return }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    var patience = timeval(tv_sec: 2, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    connections.append(Connection(descriptor: descriptor))
  }

  /// Answers the whole lines that have come; nil when the connection is over.
  private func read(from connection: Connection) -> Connection? {
    var connection = connection
    var buffer = [UInt8](repeating: 0, count: 512)
    let count = recv(connection.descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
    if count < 0, errno == EAGAIN || errno == EINTR { return connection }
    guard count > 0 else { return end(connection) }
    connection.line += buffer.prefix(count)
    while let newline = connection.line.firstIndex(of: 10) {
      let line = connection.line.prefix(upTo: newline)
      guard send(reply(to: line) + [10], to: connection.descriptor) else { return end(connection) }
      connection.line.removeFirst(newline + 1)
    }
    return connection.line.count <= DaemonProtocol.longestRequest ? connection : end(connection)
  }

  private func end(_ connection: Connection) -> Connection? {
    close(connection.descriptor)
    return nil
  }

  private func reply(to line: some Collection<UInt8>) -> [UInt8] {
    let text = String(decoding: line, as: UTF8.self).trimmed
    guard let request = DaemonProtocol.Request(rawValue: text) else {
      let known = DaemonProtocol.Request.allCases.map(\.rawValue).joined(separator: ", ")
      return Self.failure("unknown request; there are \(known)")
    }
    return answer(request)
  }

  static func failure(_ reason: String) -> [UInt8] {
    (try? DaemonProtocol.line(DaemonProtocol.Failure(error: reason))) ?? Array(#"{"error":"failed"}"#.utf8)
  }

  private func send(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        Glibc.send(
          descriptor, buffer.baseAddress.map { $0 + sent }, bytes.count - sent, Int32(MSG_NOSIGNAL))
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }
}

extension String {
  /// Without spaces and carriage returns at both ends.
  fileprivate var trimmed: String {
    String(drop { $0 == " " || $0 == "\r" }.reversed().drop { $0 == " " || $0 == "\r" }.reversed())
  }
}
