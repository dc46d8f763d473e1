/// The layout of a record: words of 64 bits in one row, so that a hit touches few cache lines.
///
/// Word 0 is the time of the last touch, word 1 the neighbours in the order of touch, then one hash per map of the
/// group, then for each map its key fields and its value fields.
enum Row {
  static let lastSeen = 0
  static let links = 1
  static let hashes = 2
  /// In the place of the older neighbour of a free slot.
  static let free: UInt32 = .max
}

extension UnsafeMutablePointer<UInt64> {
  /// Slot + 1 of the record touched before this one; 0 for the oldest.
  @inline(__always) var older: UInt32 {
    get { UInt32(truncatingIfNeeded: self[Row.links]) }
    nonmutating set { self[Row.links] = self[Row.links] & ~0xffff_ffff | UInt64(newValue) }
  }
  /// Slot + 1 of the record touched after this one; 0 for the youngest.
  @inline(__always) var newer: UInt32 {
    get { UInt32(truncatingIfNeeded: self[Row.links] &>> 32) }
    nonmutating set { self[Row.links] = self[Row.links] & 0xffff_ffff | UInt64(newValue) &<< 32 }
  }
}
