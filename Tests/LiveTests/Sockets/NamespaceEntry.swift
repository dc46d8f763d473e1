import Foundation
import Testbed

/// Makes sockets in a network namespace, on a thread that enters it: a socket stays where it was made, whoever uses it afterwards.
final class NamespaceEntry {
  private let namespace: String
  private let type: Int32
  private var descriptor: Int32 = -1
  private var failure: TestbedError?

  /// An IPv4 socket of `type` and flags.
  static func socket(_ type: Int32, in namespace: Namespace) throws -> Int32 {
    try NamespaceEntry(namespace.name, type).run()
  }

  private init(_ namespace: String, _ type: Int32) {
    self.namespace = namespace
    self.type = type
  }

  private func run() throws -> Int32 {
    var thread = pthread_t()
    let context = Unmanaged.passUnretained(self).toOpaque()
    let error = pthread_create(&thread, nil, { context in
      guard let context else { return nil }
      Unmanaged<NamespaceEntry>.fromOpaque(context).takeUnretainedValue().work()
      return nil
    }, context)
    guard error == 0 else { throw TestbedError("no thread: \(String(cString: strerror(error)))") }
    pthread_join(thread, nil)
    if let failure { throw failure }
    return descriptor
  }

  private func work() {
    do { try enter() } catch { return failure = error }
    descriptor = Foundation.socket(AF_INET, type, 0)
    if descriptor < 0 { failure = SystemCall.error("make a socket in '\(namespace)'") }
  }

  private func enter() throws(TestbedError) {
    let handle = open("/run/netns/\(namespace)", O_RDONLY | O_CLOEXEC)
    guard handle >= 0 else { throw SystemCall.error("open the namespace '\(namespace)'") }
    defer { close(handle) }
    // Glibc's module hides `setns` and `CLONE_NEWNET`, which are extensions of GNU.
    typealias SetNamespace = @convention(c) (Int32, Int32) -> Int32
    let enter = unsafeBitCast(dlsym(nil, "setns"), to: SetNamespace?.self)
    guard let enter, enter(handle, 0x4000_0000) == 0 else { throw SystemCall.error("enter the namespace '\(namespace)'") }
  }
}

/// What a system call answered when it failed.
enum SystemCall {
  static func error(_ what: String) -> TestbedError { TestbedError("cannot \(what): \(String(cString: strerror(errno)))") }
}
