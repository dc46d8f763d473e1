/// Packets in order of arrival, with the port and the time of each, in one block of memory.
public struct Trace: Sendable {
  /// One packet: its bytes are `storage[offset ..< offset + length]`.
  public struct Record: Hashable, Sendable {
    public var offset: Int
    public var length: Int
    /// Index of the port it arrives by.
    public var port: UInt16
    /// Nanoseconds, not decreasing along a trace.
    public var time: UInt64
  }

  public private(set) var storage: [UInt8] = []
  public private(set) var records: [Record] = []

  public init() {}

  public var count: Int { records.count }

  public mutating func append(_ bytes: some Collection<UInt8>, port: UInt16, time: UInt64) {
    records.append(Record(offset: storage.count, length: bytes.count, port: port, time: time))
    storage.append(contentsOf: bytes)
  }

  public func bytes(_ index: Int) -> ArraySlice<UInt8> {
    let record = records[index]
    return storage[record.offset..<record.offset + record.length]
  }

  /// Lets `body` rewrite a packet's bytes in place.
  public mutating func withPacket<Result>(
    _ index: Int, _ body: (UnsafeMutableRawBufferPointer, Record) throws -> Result
  ) rethrows -> Result {
    let record = records[index]
    return try storage.withUnsafeMutableBytes {
      try body(UnsafeMutableRawBufferPointer(rebasing: $0[record.offset..<record.offset + record.length]), record)
    }
  }
}

extension Trace {
  /// Lets `body` rewrite all packets in place: `records` tell where they are.
  public mutating func withStorage<Result>(
    _ body: (UnsafeMutableRawBufferPointer) throws -> Result
  ) rethrows -> Result {
    try storage.withUnsafeMutableBytes(body)
  }
}
