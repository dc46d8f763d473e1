import Glibc
import Plan
import Synchronization

/// Writes exported records as lines of JSON: `{"stream":"flows","packets":3,…}`, the fields in the order of their
/// declaration. It has a thread of its own; what a reader is too slow for waits in the queue, and is lost when that is full.
final class ExportWriter: Sendable {
  private static let pauseNanoseconds = 10_000_000

  private let queue: ExportQueue
  private let streams: [ProgramLayout.Stream]
  private let file: Int32
  private let stopping = Atomic<Bool>(false)
  private let written = Atomic<UInt64>(0)
  private let thread = Mutex<pthread_t?>(nil)

  /// Opens `path`: a Unix stream socket that somebody listens on, or else a file, to the end of which lines are appended.
  init(_ queue: ExportQueue, streams: [ProgramLayout.Stream], path: String) throws(DaemonError) {
    self.queue = queue
    self.streams = streams
    file = try Self.open(path)
  }

  /// Lines written so far.
  var count: UInt64 { written.load(ordering: .relaxed) }

  func start() throws(DaemonError) {
    var thread = pthread_t()
    let context = Unmanaged.passRetained(self).toOpaque()
    let error = pthread_create(&thread, nil, { context in
      guard let context else { return nil }
      Unmanaged<ExportWriter>.fromOpaque(context).takeRetainedValue().run()
      return nil
    }, context)
    guard error == 0 else {
      Unmanaged<ExportWriter>.fromOpaque(context).release()
      throw .failed("no thread for the exports: \(errnoText(error))")
    }
    self.thread.withLock { $0 = thread }
  }

  /// Writes what still waits, and closes. To be called once, when the worker has stopped.
  func stop() {
    stopping.store(true, ordering: .relaxed)
    let thread = thread.withLock { $0.take() }
    if let thread { pthread_join(thread, nil) }
    close(file)
  }

  private func run() {
    while true {
      let isLast = stopping.load(ordering: .relaxed)
      let records = queue.take()
      if !records.isEmpty { write(records) }
      if isLast { return }
      var pause = timespec(tv_sec: 0, tv_nsec: Self.pauseNanoseconds)
      nanosleep(&pause, nil)
    }
  }

  private func write(_ records: [ExportQueue.Record]) {
    var bytes: [UInt8] = []
    for record in records { bytes += Self.line(record, streams).utf8 }
    var sent = 0
    while sent < bytes.count {
      let done = bytes[sent...].withUnsafeBytes { part in
        let count = Glibc.send(file, part.baseAddress, part.count, Int32(MSG_NOSIGNAL))
        return count < 0 && errno == ENOTSOCK ? Glibc.write(file, part.baseAddress, part.count) : count
      }
      if done < 0 && errno == EINTR { continue }
      guard done > 0 else { return }
      sent += done
    }
    written.add(UInt64(records.count), ordering: .relaxed)
  }

  /// One record's line, with its end.
  static func line(_ record: ExportQueue.Record, _ streams: [ProgramLayout.Stream]) -> String {
    guard streams.indices.contains(record.stream) else { return "" }
    let stream = streams[record.stream]
    let fields = zip(stream.fields, record.values).map { ",\"\($0.name)\":\($1)" }
    return "{\"stream\":\"\(stream.name)\"\(fields.joined())}\n"
  }

  private static func open(_ path: String) throws(DaemonError) -> Int32 {
    var status = stat()
    if stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK { return try connect(path) }
    let file = Glibc.open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o640)
    guard file >= 0 else { throw .failed("cannot write exports to \(path): \(errnoText())") }
    return file
  }

  private static func connect(_ path: String) throws(DaemonError) -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let room = MemoryLayout.size(ofValue: address.sun_path)
    guard path.utf8.count < room else { throw .failed("the path of the socket \(path) is too long") }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let file = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    let size = socklen_t(MemoryLayout<sockaddr_un>.size)
    let isOpen = file >= 0 && withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { Glibc.connect(file, $0, size) == 0 }
    }
    // A reader that has stopped reading costs its records, not the daemon's end.
    var patience = timeval(tv_sec: 1, tv_usec: 0)
    setsockopt(file, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    guard isOpen else {
      let reason = errnoText()
      if file >= 0 { close(file) }
      throw .failed("cannot connect to \(path) for exports: \(reason)")
    }
    return file
  }
}
