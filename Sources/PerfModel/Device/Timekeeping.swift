/// How finely a site tells the time: what it takes for now may be this far behind, in nanoseconds. Records may live that
/// much longer, and a meter's tokens come that much later, than a clock without steps would have it.
public struct Timekeeping: Hashable, Sendable {
  /// Its best clock.
  public var fine: Quantity
  /// A clock that is cheaper to read and stands still for longer; nil where there is none.
  public var coarse: Quantity?
}

extension DeviceModel {
  /// True where time-outs hold on the NIC as programs may expect, to one part in a hundred, although it reads its coarse
  /// clock. False where it has none.
  ///
  /// - Parameter shortest: nanoseconds of the shortest time-out; nil for a program without.
  public func coarseClockSuffices(forTimeout shortest: UInt64?) -> Bool {
    guard let coarse = nic?.timekeeping?.coarse else { return false }
    return shortest.map { coarse.estimate.high * 100 <= Double($0) } ?? true
  }
}
