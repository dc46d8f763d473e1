import Foundation
import Testbed

/// iperf3, curl and ping from the client to the server, through the NF.
struct RealClients {
  let testbed: Testbed

  /// What each said, in a few words; a client that fails is an error.
  func run() throws -> [String: String] {
    ["ping": try ping(), "curl": try curl(), "iperf3": try iperf()]
  }

  private func ping() throws -> String {
    let text = try testbed.client.require(["ping", "-c", "20", "-i", "0.05", "-q", testbed.server.ipv4])
    return text.split(separator: "\n").suffix(2).joined(separator: "; ")
  }

  private func curl() throws -> String {
    let page = FileManager.default.temporaryDirectory.appendingPathComponent("cora-page-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: page, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: page) }
    try Data(count: 4 << 20).write(to: page.appendingPathComponent("index.html"))
    let server = try testbed.server.start(["busybox", "httpd", "-f", "-p", "8080", "-h", page.path])
    defer { server.stop() }
    let url = "http://\(testbed.server.ipv4):8080/index.html"
    let words = ["curl", "-s", "--retry", "20", "--retry-connrefused", "--retry-delay", "0", "-o", "/dev/null"]
    return try testbed.client.require(words + ["-w", "%{http_code}, %{size_download} bytes in %{time_total} s", url])
  }

  private func iperf() throws -> String {
    let server = try testbed.server.start(["iperf3", "-s", "-1", "--forceflush"])
    defer { server.stop() }
    guard BackgroundProcess.await(timeout: 5, { server.output.contains("listening") }) else {
      throw TestbedError("iperf3 does not start: \(server.errors)\(server.output)")
    }
    let text = try testbed.client.require(["iperf3", "-c", testbed.server.ipv4, "-t", "3", "-f", "m"])
    let line = text.split(separator: "\n").last { $0.contains("receiver") } ?? ""
    return line.split(separator: " ").drop { !$0.contains("-") }.joined(separator: " ")
  }
}
