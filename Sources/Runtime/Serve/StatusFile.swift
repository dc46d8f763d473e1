import Glibc

/// A file that always holds one whole status: written beside it and moved there.
struct StatusFile {
  let path: String

  func write(_ line: [UInt8]) throws(DaemonError) {
    let partial = "\(path).partial"
    guard let file = fopen(partial, "we") else { throw .failed("cannot write \(partial): \(errnoText())") }
    let bytes = line + [10]
    let written = fwrite(bytes, 1, bytes.count, file)
    guard fclose(file) == 0, written == bytes.count, rename(partial, path) == 0 else {
      let reason = errnoText()
      unlink(partial)
      throw .failed("cannot write \(path): \(reason)")
    }
  }
}
