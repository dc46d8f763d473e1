import Foundation
import Testbed

/// A web server in a namespace that serves one file of random bytes.
final class WebServer {
  let url: String
  private let process: BackgroundProcess
  private let page: String

  init(on host: Namespace, in scratch: Scratch, bytes: Int) throws {
    let directory = scratch.file("www")
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    page = directory + "/page.bin"
    var random = SystemRandomNumberGenerator()
    try Data((0..<bytes / 8).flatMap { _ in withUnsafeBytes(of: random.next()) { Array($0) } })
      .write(to: URL(fileURLWithPath: page))
    url = "http://\(host.ipv4):8080/page.bin"
    process = try host.start(["busybox", "httpd", "-f", "-v", "-p", "8080", "-h", directory])
  }

  /// Fetches the file from `client`; true when it came as it is.
  func isFetched(by client: Namespace, into scratch: Scratch) throws -> Bool {
    let copy = scratch.file("page.copy")
    try client.require([
      "curl", "-sS", "--fail", "--max-time", "30", "--retry", "20", "--retry-connrefused", "--retry-delay", "0", "-o", copy, url,
    ])
    return isSame(copy)
  }

  /// Whether a file holds what is served.
  func isSame(_ copy: String) -> Bool { FileManager.default.contentsEqual(atPath: page, andPath: copy) }

  /// The addresses that the server was asked from.
  var askers: Set<String> {
    Set(
      process.errors.split(separator: "\n").compactMap { line in
        // "[::ffff:203.0.113.1]:1024: response:200"
        line.split(separator: "]").first.map { String($0.drop { $0 == "[" }).replacing("::ffff:", with: "") }
      })
  }

  func stop() { process.stop() }
}
