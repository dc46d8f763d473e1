import Glibc

/// A file that appears under its name only when it is complete.
///
/// Bytes go to a hidden file beside it, which `finish` renames and `deinit` removes. Where the name is no regular file (a pipe,
/// `/dev/null`) or is `-` for standard output, bytes go straight there.
final class OutputFile {
  private let path: String
  private var temporary: String?
  private var descriptor: Int32 = -1
  private var buffer: [UInt8] = []
  private static let bufferBytes = 1 << 18

  init(path: String) throws(CaptureError) {
    self.path = path
    buffer.reserveCapacity(Self.bufferBytes + 1 << 16)
    if path == "-" {
      descriptor = dup(1)
    } else if Self.isSpecial(path) {
      descriptor = open(path, O_WRONLY | O_CLOEXEC)
    } else {
      let name = Self.hiddenName(beside: Self.resolved(path))
      descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      if descriptor >= 0 { temporary = name }
    }
    guard descriptor >= 0 else { throw failure() }
  }

  deinit { abandon() }

  /// Appends what `body` writes to the buffer.
  func write(_ body: (inout [UInt8]) -> Void) throws(CaptureError) {
    body(&buffer)
    if buffer.count >= Self.bufferBytes { try flush() }
  }

  /// Writes what is left and puts the file in its place.
  func finish() throws(CaptureError) {
    guard descriptor >= 0 else { return }
    try flush()
    let result = close(descriptor)
    descriptor = -1
    guard result == 0 else { throw failure() }
    guard let temporary else { return }
    guard rename(temporary, Self.resolved(path)) == 0 else { throw failure() }
    self.temporary = nil
  }

  private func flush() throws(CaptureError) {
    var done = 0
    while done < buffer.count {
      let written = buffer.withUnsafeBytes { bytes in
        let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
        return Glibc.write(descriptor, rest.baseAddress, rest.count)
      }
      if written < 0 && errno == EINTR { continue }
      guard written > 0 else { throw failure() }
      done += written
    }
    buffer.removeAll(keepingCapacity: true)
  }

  private func abandon() {
    if descriptor >= 0 { close(descriptor) }
    if let temporary { unlink(temporary) }
  }

  private func failure() -> CaptureError {
    CaptureError(.unwritable, file: path, reason: String(cString: strerror(errno)))
  }
}

extension OutputFile {
  /// True for what is there and is no regular file: it must be written to, not replaced.
  private static func isSpecial(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFREG
  }

  /// The file behind a symbolic link, so that the link stays.
  private static func resolved(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }

  private static func hiddenName(beside path: String) -> String {
    let slash = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
    let unique = String(UInt64.random(in: 0 ... .max), radix: 16)
    return "\(path[..<slash]).\(path[slash...]).\(unique).partial"
  }
}
