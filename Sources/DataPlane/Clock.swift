import CBurst

/// Time as both halves read it.
public enum Clock {
  /// Nanoseconds of CLOCK_MONOTONIC.
  public static var now: UInt64 { cora_now() }
  /// The cycle counter of this CPU (invariant TSC on x86).
  public static var cycles: UInt64 { cora_cycles() }
  /// Its rate, measured over `milliseconds`.
  public static func cyclesPerSecond(measuring milliseconds: UInt32 = 20) -> UInt64 {
    cora_cycles_per_second(milliseconds)
  }
}
