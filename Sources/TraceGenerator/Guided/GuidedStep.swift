import IR

/// A packet of guided traffic, and the changes of config tables that come before it.
public struct GuidedStep: Hashable, Sendable {
  public var changes: [TableChange]
  public var bytes: [UInt8]
  public var port: UInt16
  /// Nanoseconds, not decreasing.
  public var time: UInt64
}

/// A packet that waits to be sent, perhaps many times.
struct Draft {
  var bytes: [UInt8]
  var port: UInt16
  /// Nanoseconds before the first copy.
  var wait: UInt64 = 0
  var changes: [TableChange] = []
  var copies = 1
  /// Bits that are different in each copy.
  var varied: [Range<Int>] = []
  /// The path it is to take as far as the edge it is made for; empty when it is made for none.
  var expected: [PathStep] = []
  /// How often what makes it leave that path may be mended.
  var repairs = 0
}

/// A packet that took a branch first, kept to be changed.
struct Specimen {
  var bytes: [UInt8]
  var port: UInt16
  /// Bits of the header fields that its path reads.
  var fields: [Range<Int>]
}
