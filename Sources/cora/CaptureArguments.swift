import Driver
import Traffic

/// Captures as the command line names them: `FILE`, or `PORT=FILE` for one that was taken at a port.
struct CaptureArguments {
  let sources: [CaptureSource]

  init(_ words: [String], inside: [String], ports: [String]) throws(DriverError) {
    guard !words.isEmpty else { throw DriverError.misuse("no capture is given") }
    var prefixes: [IPPrefix] = []
    for text in inside {
      guard let prefix = IPPrefix(text) else { throw DriverError.misuse("--inside \(text): a prefix is expected") }
      prefixes.append(prefix)
    }
    let both = PortAssignment.bySource(inside: prefixes.isEmpty ? IPPrefix.privateUse : prefixes)
    sources = words.map { word in
      let parts = word.split(separator: "=", maxSplits: 1)
      guard parts.count == 2, let port = ports.firstIndex(of: String(parts[0])) else {
        return CaptureSource(path: word, ports: both)
      }
      return CaptureSource(path: String(parts[1]), ports: .fixed(UInt16(port)))
    }
  }
}
