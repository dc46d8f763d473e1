import Glibc
import Wire

extension SplitMix64 {
  /// Exponentially distributed.
  mutating func exponential(mean: Double) -> Double { -log(1 - unit()) * mean }
}
