/// A C struct of unsigned integers as both halves store keys and values: fields in declaration order with natural
/// alignment, zero padding, the size a multiple of 4 (keys) or 8 (values) at least.
public struct StructLayout: Codable, Hashable, Sendable {
  public struct Field: Codable, Hashable, Sendable {
    public var name: String
    /// 1 to 64; the value is below 2^bits.
    public var bits: Int
    /// Bytes from the start of the struct.
    public var offset: Int

    public init(name: String, bits: Int, offset: Int) {
      self.name = name
      self.bits = bits
      self.offset = offset
    }

    /// All bits that a value may have set.
    public var mask: UInt64 { bits >= 64 ? .max : (1 << UInt64(bits)) - 1 }
    /// Bytes of the C integer: 1, 2, 4 or 8.
    public var storageBytes: Int { bits <= 8 ? 1 : bits <= 16 ? 2 : bits <= 32 ? 4 : 8 }
  }

  public var fields: [Field]
  /// Bytes with the padding at the end; 0 without fields.
  public var size: Int
  /// 4, or 8 when a field needs it; values always 8.
  public var alignment: Int

  /// Lays `fields` (name and bits) out; `minimumAlignment` is 4 for keys and 8 for values.
  public init(_ fields: [(name: String, bits: Int)], minimumAlignment: Int) {
    var placed: [Field] = []
    var end = 0
    var alignment = minimumAlignment
    for (name, bits) in fields {
      var field = Field(name: name, bits: bits, offset: 0)
      field.offset = Self.round(end, upTo: field.storageBytes)
      end = field.offset + field.storageBytes
      alignment = max(alignment, field.storageBytes)
      placed.append(field)
    }
    self.fields = placed
    self.size = Self.round(end, upTo: alignment)
    self.alignment = alignment
  }

  /// The least multiple of `unit` that is not below `bytes`.
  public static func round(_ bytes: Int, upTo unit: Int) -> Int { (bytes + unit - 1) / unit * unit }
}

extension StructLayout {
  /// The fields' values, in order, of a struct in memory (host byte order); nil when there are fewer than `size` bytes.
  public func read(_ bytes: UnsafeRawBufferPointer) -> [UInt64]? {
    guard bytes.count >= size else { return nil }
    return fields.map { field in
      switch field.storageBytes {
      case 1: UInt64(bytes[field.offset])
      case 2: UInt64(bytes.loadUnaligned(fromByteOffset: field.offset, as: UInt16.self))
      case 4: UInt64(bytes.loadUnaligned(fromByteOffset: field.offset, as: UInt32.self))
      default: bytes.loadUnaligned(fromByteOffset: field.offset, as: UInt64.self)
      }
    }
  }

  /// Writes one value per field, each cut to its field's width; padding is left as it is. Does nothing and returns
  /// false when the counts differ or the memory is too small.
  @discardableResult
  public func write(_ values: [UInt64], to bytes: UnsafeMutableRawBufferPointer) -> Bool {
    guard bytes.count >= size, values.count == fields.count else { return false }
    for (field, value) in zip(fields, values) {
      let value = value & field.mask
      switch field.storageBytes {
      case 1: bytes[field.offset] = UInt8(truncatingIfNeeded: value)
      case 2: bytes.storeBytes(of: UInt16(truncatingIfNeeded: value), toByteOffset: field.offset, as: UInt16.self)
      case 4: bytes.storeBytes(of: UInt32(truncatingIfNeeded: value), toByteOffset: field.offset, as: UInt32.self)
      default: bytes.storeBytes(of: value, toByteOffset: field.offset, as: UInt64.self)
      }
    }
    return true
  }
}
