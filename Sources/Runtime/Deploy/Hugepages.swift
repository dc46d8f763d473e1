/// Free huge pages of this host, of the kernel's default size.
enum Hugepages {
  /// Free memory in huge pages, in MiB.
  static var freeMegabytes: Int {
    // Sizes in the path are in KiB; 2 MiB pages are what x86 and most Arm kernels have by default.
    let free = firstLine(of: "/sys/kernel/mm/hugepages/hugepages-2048kB/free_hugepages").flatMap { Int($0) } ?? 0
    return free * 2
  }

  /// Whether to use them, and if not though the operator would: why.
  static func choose(_ wish: DaemonConfiguration.Hugepages, megabytes: Int) -> (use: Bool, note: String?) {
    guard wish == .auto else { return (false, nil) }
    let free = freeMegabytes
    if free >= megabytes { return (true, nil) }
    return (false, "no huge pages (\(megabytes) MiB needed, \(free) MiB free): packet buffers are in plain memory")
  }
}
