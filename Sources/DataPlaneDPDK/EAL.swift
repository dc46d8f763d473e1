import CDataPlane
import DataPlane
import Glibc

/// DPDK's environment, started once per process, and the packet buffers of its ports.
public final class EAL {
  private let pool: OpaquePointer
  private let prefix: String
  private var stopped = false

  /// Starts DPDK with no files of its own: `prefix` keeps it apart from other DPDK programs. `hugepages` false takes plain
  /// memory. `extra` are arguments of the operator, added at the end.
  public init(prefix: String, hugepages: Bool, buffers: Int, extra: [String] = []) throws(DPDKError) {
    let arguments = Self.arguments(prefix: prefix, hugepages: hugepages, buffers: buffers) + extra
    let error = Self.withCStrings(arguments) { cora_eal_start(Int32(arguments.count), $0) }
    guard error == 0 else { throw DPDKError("DPDK does not start", errno: -error) }
    var reason: Int32 = 0
    guard let pool = cora_pool_create("cora", UInt32(buffers), &reason) else {
      cora_eal_stop()
      Self.removeDirectory(prefix)
      throw DPDKError("no memory for \(buffers) packet buffers", errno: reason)
    }
    self.pool = pool
    self.prefix = prefix
  }

  /// Makes a port of a virtual device. `device` is its DPDK name, such as `net_af_xdp0`.
  public func open(
    name: String, device: String, arguments: String, queues: Int = 1, descriptors: Int = 2048
  ) throws(DPDKError) -> DPDKPort {
    cora_eal_log_clear()
    let id = cora_port_open(device, arguments, UInt16(queues), UInt16(descriptors), pool)
    guard id >= 0 else { throw DPDKError("\(device) for port '\(name)' does not start", errno: -id) }
    return DPDKPort(name: name, device: device, id: UInt16(id), queues: queues, pool: pool)
  }

  /// Gives the calling thread its own cache of packet buffers. Without it a worker is slower, not wrong.
  public static func registerThread() -> Bool { cora_eal_register_thread() == 0 }
  public static func unregisterThread() { cora_eal_unregister_thread() }

  /// Ends DPDK; ports must be closed before. Safe to call again.
  public func stop() {
    guard !stopped else { return }
    stopped = true
    cora_pool_free(pool)
    cora_eal_stop()
    Self.removeDirectory(prefix)
  }

  deinit { stop() }

  /// Memory in MiB: the buffers (2,176 bytes of room, a header and the pool's own) and what the drivers' rings take.
  public static func megabytes(buffers: Int) -> Int { 32 + (buffers * 2560 + (1 << 20) - 1) >> 20 }

  static func arguments(prefix: String, hugepages: Bool, buffers: Int) -> [String] {
    let memory = hugepages ? ["--in-memory"] : ["--no-huge", "--no-shconf"]
    let cpus = max(1, sysconf(Int32(_SC_NPROCESSORS_CONF)))
    return ["corad"] + memory + [
      "-m", String(megabytes(buffers: buffers)), "--no-pci", "--no-telemetry", "--file-prefix", prefix,
      "--lcores", "0@(0-\(cpus - 1))",
    ]
  }

  /// DPDK leaves its runtime directory behind, empty.
  private static func removeDirectory(_ prefix: String) {
    let base = getenv("RUNTIME_DIRECTORY").map { String(cString: $0) }
      ?? (getuid() == 0 ? "/var/run" : getenv("XDG_RUNTIME_DIR").map { String(cString: $0) } ?? "/tmp")
    rmdir("\(base)/dpdk/\(prefix)")
    rmdir("\(base)/dpdk")
  }

  private static func withCStrings<Result>(
    _ strings: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
  ) -> Result {
    // DPDK keeps and permutes the pointers, so they live as long as the process.
    let pointers = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: strings.count + 1)
    for (index, string) in strings.enumerated() { pointers[index] = strdup(string) }
    pointers[strings.count] = nil
    return body(pointers)
  }
}
