import Wire

extension Trace {
  /// Reads captures whole, merged by time. An error when one of them is cut.
  public init(captures: [CaptureSource]) throws(CaptureError) {
    let (trace, cut) = try Self.reading(captures)
    if let cut { throw cut }
    self = trace
  }

  /// Reads what is whole of captures, merged by time, and tells where the first cut one is cut.
  public static func reading(_ captures: [CaptureSource]) throws(CaptureError) -> (trace: Trace, cut: CaptureError?) {
    let merge = try CaptureMerge(captures)
    var trace = Trace()
    do {
      while let (packet, port) = try merge.next() { trace.append(packet.bytes, port: port, time: packet.time) }
    } catch {
      return (trace, error)
    }
    return (trace, nil)
  }

  /// Writes the packets, of one port or of all, as a capture.
  public func write(to path: String, port: UInt16? = nil) throws(CaptureError) {
    let writer = try CaptureWriter(path: path)
    for (index, record) in records.enumerated() where port == nil || record.port == port {
      try writer.write(bytes(index), time: record.time)
    }
    try writer.finish()
  }
}
