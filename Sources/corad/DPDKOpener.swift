import DataPlane
import DataPlaneDPDK
import Runtime

/// Makes DPDK's virtual devices for the daemon.
final class DPDKOpener: PortOpener {
  private let extra: [String]
  private var eal: EAL?
  private var devices = 0

  /// `extra` are EAL arguments of the operator.
  init(extra: [String]) { self.extra = extra }

  func megabytes(buffers: Int) -> Int { EAL.megabytes(buffers: buffers) }

  func begin(instance: String, hugepages: Bool, buffers: Int) throws {
    eal = try EAL(prefix: "cora-\(instance)", hugepages: hugepages, buffers: buffers, extra: extra)
  }

  func open(_ request: PortRequest) throws -> any Port {
    guard let eal else { throw DaemonError(.failed, "DPDK was not started") }
    let (driver, arguments, queues) = Self.device(request.device)
    defer { devices += 1 }
    return try eal.open(name: request.name, device: "\(driver)\(devices)", arguments: arguments, queues: queues)
  }

  private static func device(_ device: PortRequest.Device) -> (driver: String, arguments: String, queues: Int) {
    switch device {
    case .afXDP(let interface, let program, let queues):
      // Without a busy budget the worker does not run the driver's receive work in its own time.
      let arguments = "iface=\(interface),xdp_prog=\(program),start_queue=0,queue_count=\(queues),busy_budget=0"
      return ("net_af_xdp", arguments, queues)
    case .afPacket(let interface):
      return ("net_af_packet", "iface=\(interface),blocksz=65536,framesz=2048,framecnt=4096,qpairs=1", 1)
    case .pcap(let input, let output):
      let parts = [input.map { "rx_pcap=\($0)" }, output.map { "tx_pcap=\($0)" }]
      return ("net_pcap", parts.compactMap { $0 }.joined(separator: ","), 1)
    case .ring:
      return ("net_null", "size=64,no-rx=1", 1)
    }
  }

  func workerBegins() { _ = EAL.registerThread() }
  func workerEnds() { EAL.unregisterThread() }

  func end() {
    eal?.stop()
    eal = nil
  }
}
