import Glibc

/// One daemon per instance: an flock on `/run/cora/<instance>.lock`, which ends with the process whatever ends it.
final class InstanceLock {
  static let directory = "/run/cora"
  private let path: String
  private var descriptor: Int32

  init(instance: String, directory: String = InstanceLock.directory) throws(DaemonError) {
    path = "\(directory)/\(instance).lock"
    if mkdir(directory, 0o755) != 0, errno != EEXIST {
      throw .failed("cannot create \(directory): \(errnoText())")
    }
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .failed("cannot open \(path): \(errnoText())") }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      descriptor = -1
      throw .failed("instance '\(instance)' is already running (\(path) is locked)")
    }
  }

  func release() {
    guard descriptor >= 0 else { return }
    unlink(path)
    close(descriptor)
    descriptor = -1
    rmdir(Self.parent(of: path))
  }

  deinit { release() }

  private static func parent(of path: String) -> String {
    String(path.prefix(upTo: path.lastIndex(of: "/") ?? path.startIndex))
  }
}

/// What the last system call's error means.
func errnoText(_ code: Int32 = errno) -> String { String(cString: strerror(code)) }
