/// Writes a capture: pcap with nanoseconds, Ethernet, little-endian. The file appears under its name when it is complete.
///
/// Without `finish`, nothing is left behind.
public final class CaptureWriter {
  private let file: OutputFile
  /// Packets written so far.
  public private(set) var packets = 0
  /// The longest packet written whole; the rest of a longer one is left out. It is libpcap's own limit.
  public static let mostBytes = 262_144

  /// Opens a capture for writing at `path`, standard output for `-`.
  public init(path: String) throws(CaptureError) {
    file = try OutputFile(path: path)
    try file.write { buffer in
      buffer.append(little: UInt32(0xa1b2_3c4d))
      buffer.append(little: UInt16(2))
      buffer.append(little: UInt16(4))
      buffer.append(little: UInt64(0))
      buffer.append(little: UInt32(Self.mostBytes))
      buffer.append(little: UInt32(1))
    }
  }

  /// Appends a packet. `time` in nanoseconds since 1970, at most 2^32 seconds; `originalLength` is that of the bytes unless told.
  public func write(_ bytes: some Collection<UInt8>, time: UInt64, originalLength: Int? = nil) throws(CaptureError) {
    let length = min(bytes.count, Self.mostBytes)
    let original = max(originalLength ?? bytes.count, length)
    try file.write { buffer in
      buffer.append(little: UInt32(truncatingIfNeeded: time / 1_000_000_000))
      buffer.append(little: UInt32(truncatingIfNeeded: time % 1_000_000_000))
      buffer.append(little: UInt32(length))
      buffer.append(little: UInt32(clamping: original))
      buffer.append(contentsOf: bytes.prefix(length))
    }
    packets += 1
  }

  /// Completes the file and puts it in its place.
  public func finish() throws(CaptureError) { try file.finish() }
}

extension [UInt8] {
  @inline(__always)
  mutating func append<Number: FixedWidthInteger>(little value: Number) {
    Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
  }
}
