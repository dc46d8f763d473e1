import Glibc

/// A network interface of this host.
struct Interface: Hashable, Sendable {
  let name: String
  let index: UInt32

  init(_ name: String) throws(DaemonError) {
    guard !name.isEmpty, name.utf8.count < 16, !name.contains("/") else {
      throw .misused("'\(name)' is no interface name")
    }
    index = if_nametoindex(name)
    guard index != 0 else { throw .failed("no interface '\(name)' here") }
    self.name = name
  }

  /// Receive queues that are in use; at least 1.
  var receiveQueues: Int {
    var count = 0
    while access("/sys/class/net/\(name)/queues/rx-\(count)", F_OK) == 0 { count += 1 }
    return max(1, count)
  }

  var isUp: Bool {
    let text = firstLine(of: "/sys/class/net/\(name)/flags") ?? "0"
    return (UInt32(text.dropFirst(2), radix: 16) ?? 0) & UInt32(IFF_UP) != 0
  }
}

/// The first line of a small file, such as those under /sys.
func firstLine(of path: String) -> String? {
  guard let file = fopen(path, "re") else { return nil }
  defer { fclose(file) }
  var buffer = [CChar](repeating: 0, count: 256)
  guard fgets(&buffer, Int32(buffer.count), file) != nil else { return nil }
  let bytes = buffer.prefix { $0 != 0 && $0 != 10 }.map { UInt8(bitPattern: $0) }
  return String(decoding: bytes, as: UTF8.self)
}
