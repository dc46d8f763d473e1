import Foundation

/// A source file whose text is exchanged as a whole: whoever reads it sees the old text or the new one.
enum SourceRewrite {
  /// Replaces the file's contents. Its permissions stay, and where the path is a symbolic link, so does the link.
  ///
  /// - Throws: `DriverError` with the system's reason; the file is then as it was.
  static func replace(_ path: String, with text: String) throws(DriverError) {
    let target = resolved(path)
    let partial = try create(beside: target, for: path)
    let isComplete = write(Array(text.utf8), to: partial.descriptor) && copyMode(of: target, to: partial.descriptor)
    let reason = errno
    let isClosed = close(partial.descriptor) == 0
    if isComplete, isClosed, rename(partial.path, target) == 0 { return }
    let failure = isComplete ? errno : reason
    unlink(partial.path)
    throw unwritable(path, failure)
  }

  private static func create(
    beside target: String, for path: String
  ) throws(DriverError) -> (path: String, descriptor: Int32) {
    let url = URL(fileURLWithPath: target)
    let name = ".\(url.lastPathComponent).\(String(UInt64.random(in: 0 ... .max), radix: 16)).partial"
    let partial = url.deletingLastPathComponent().appendingPathComponent(name).path
    let descriptor = open(partial, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw unwritable(path, errno) }
    return (partial, descriptor)
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var done = 0
    while done < bytes.count {
      let written = bytes.withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress! + done, bytes.count - done)
      }
      if written < 0 && errno == EINTR { continue }
      guard written > 0 else { return false }
      done += written
    }
    return true
  }

  private static func copyMode(of path: String, to descriptor: Int32) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && fchmod(descriptor, status.st_mode & 0o7777) == 0
  }

  /// The file behind a symbolic link.
  private static func resolved(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }

  private static func unwritable(_ path: String, _ reason: Int32) -> DriverError {
    DriverError("\(path): cannot be written: \(String(cString: strerror(reason)))")
  }
}
