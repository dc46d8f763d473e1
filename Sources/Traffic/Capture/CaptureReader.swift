import CPcap

/// One packet of a capture.
public struct CapturedPacket {
  /// Nanoseconds since 1970.
  public var time: UInt64
  /// What was captured of it, from the first link-layer byte; valid until the reader's next packet.
  public var bytes: UnsafeRawBufferPointer
  /// Bytes it had; more than `bytes` when the capture has a snapshot length.
  public var originalLength: Int
}

/// Reads a capture (pcap or pcapng, micro- or nanoseconds, Ethernet) packet by packet.
///
/// A capture that is cut in the middle delivers what is whole, then `next` throws once, with the place; after that it is at its end.
public final class CaptureReader {
  public let path: String
  /// Packets delivered so far.
  public private(set) var packets = 0
  private var reader: OpaquePointer?

  /// Opens the file at `path`, standard input for `-`.
  public init(path: String) throws(CaptureError) {
    self.path = path
    var reason = [CChar](repeating: 0, count: Int(CPCAP_ERROR_BYTES))
    let status = reason.withUnsafeMutableBufferPointer { cpcap_open(path, &reader, $0.baseAddress) }
    if let kind = CaptureError.Kind(status) {
      throw CaptureError(kind, file: path, reason: reason.withUnsafeBufferPointer(text))
    }
  }

  deinit { close() }

  /// The next packet, nil at the end.
  public func next() throws(CaptureError) -> CapturedPacket? {
    guard let reader else { return nil }
    let start = cpcap_offset(reader)
    var packet = cpcap_packet()
    let result = cpcap_next(reader, &packet)
    if result == 1 {
      packets += 1
      return CapturedPacket(packet)
    }
    defer { close() }
    guard result < 0 else { return nil }
    throw CaptureError(
      .cut, file: path, packets: packets, byte: start < 0 ? nil : Int(start),
      reason: String(cString: cpcap_error(reader)))
  }

  private func close() {
    if let reader { cpcap_close(reader) }
    reader = nil
  }
}

extension CapturedPacket {
  init(_ packet: cpcap_packet) {
    self.init(
      time: packet.time, bytes: UnsafeRawBufferPointer(start: packet.data, count: Int(packet.length)),
      originalLength: Int(packet.original_length))
  }
}

extension CaptureError.Kind {
  /// Nil for success.
  init?(_ status: cpcap_status) {
    switch status {
    case CPCAP_OK: return nil
    case CPCAP_NOT_A_CAPTURE: self = .notACapture
    case CPCAP_NOT_ETHERNET: self = .notEthernet
    default: self = .unreadable
    }
  }
}

private func text(_ buffer: UnsafeBufferPointer<CChar>) -> String {
  String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
