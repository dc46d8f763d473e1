import Glibc
import Logging

/// One line per message on standard error: `corad: warning: …`.
struct LineLogHandler: LogHandler {
  var logLevel: Logger.Level
  var metadata: Logger.Metadata = [:]

  init(level: Logger.Level) { logLevel = level }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let mark = event.level >= .warning ? "\(event.level): " : ""
    let bytes = Array("corad: \(mark)\(event.message)\n".utf8)
    _ = write(2, bytes, bytes.count)
  }
}
