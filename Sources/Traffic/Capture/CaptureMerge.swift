/// Reads several captures as one, in order of time; packets of the same time in the order of the captures.
///
/// Times within a result never go back: a packet that a capture holds out of order gets the time of the packet before it.
/// A capture that is cut does not stop the others; the first such error is thrown once, when all whole packets were delivered.
public final class CaptureMerge {
  private var sources: [Source] = []
  private var lastTime: UInt64 = 0
  private var cut: CaptureError?
  /// The source whose packet was delivered last; it is moved on by the next call, since its bytes are valid until then.
  private var delivered: Int?

  private struct Source {
    var reader: CaptureReader
    var ports: PortAssignment
    var packet: CapturedPacket?
  }

  /// Opens all captures.
  public init(_ captures: [CaptureSource]) throws(CaptureError) {
    for capture in captures {
      sources.append(Source(reader: try CaptureReader(path: capture.path), ports: capture.ports))
    }
    for index in sources.indices { advance(index) }
  }

  /// The next packet and the port it arrives by, nil at the end. Its bytes are valid until the next call.
  public func next() throws(CaptureError) -> (packet: CapturedPacket, port: UInt16)? {
    if let delivered { advance(delivered) }
    delivered = earliest
    guard let delivered, var packet = sources[delivered].packet else { return try end() }
    packet.time = max(packet.time, lastTime)
    lastTime = packet.time
    return (packet, sources[delivered].ports.port(of: packet.bytes))
  }

  private func end() throws(CaptureError) -> (packet: CapturedPacket, port: UInt16)? {
    guard let cut else { return nil }
    self.cut = nil
    throw cut
  }

  private var earliest: Int? {
    var best: (index: Int, time: UInt64)?
    for index in sources.indices {
      guard let time = sources[index].packet?.time else { continue }
      if best.map({ time < $0.time }) ?? true { best = (index, time) }
    }
    return best?.index
  }

  private func advance(_ index: Int) {
    do {
      sources[index].packet = try sources[index].reader.next()
    } catch {
      sources[index].packet = nil
      cut = cut ?? error
    }
  }
}
