import CBurst
import CNFABI

/// Tells when no packet of a flow is between the NIC half and the host half, from the ledger both keep.
final class QuietCheck {
  /// Longer than a packet takes from the NIC half to an empty port.
  static let healingNanoseconds: UInt64 = 10_000_000

  var burst: UnsafePointer<cora_burst>?
  /// Nil for a NIC half without one: then nothing is ever under way.
  private let ledger: UnsafeMutablePointer<cora_ledger>?
  private let seen: UnsafeMutablePointer<UInt32>
  private var drained = false
  private var nextHealing: UInt64 = 0
  /// A look at the whole ledger costs some microseconds; after one that found a packet the next waits this long.
  static let pauseNanoseconds: UInt64 = 50_000
  private var now: UInt64 = 0
  private var nextLook: UInt64 = 0
  /// Buckets whose packets were lost on the way.
  private(set) var healed: UInt64 = 0

  init(_ ledger: UnsafeMutablePointer<cora_ledger>?) {
    self.ledger = ledger
    seen = .allocate(capacity: Int(CORA_LEDGER_BUCKETS))
    seen.initialize(repeating: 0, count: Int(CORA_LEDGER_BUCKETS))
  }

  deinit { seen.deallocate() }

  /// Starts a slice of work; `drained` says that the ports are empty.
  func begin(now: UInt64, drained: Bool) {
    self.drained = drained
    self.now = now
    guard let ledger, drained, now >= nextHealing else { return }
    nextHealing = now + Self.healingNanoseconds
    healed += UInt64(cora_ledger_heal(ledger, seen))
  }

  /// The ledger bucket of the packet that the host half is running.
  var bucketInWork: UInt32 { burst.map(cora_burst_current_bucket) ?? .max }

  /// True when no packet of the bucket is under way; of an unknown bucket, when none at all is and the ports are empty.
  func isQuiet(bucket: UInt32) -> Bool {
    guard let ledger else { return true }
    if bucket != .max { return cora_ledger_is_even(ledger, bucket) != 0 }
    guard drained, now >= nextLook else { return false }
    if cora_ledger_is_quiet(ledger) != 0 { return true }
    nextLook = now + Self.pauseNanoseconds
    return false
  }

  /// True when no packet of the last burst's flows is under way any more.
  var isBurstQuiet: Bool { burst.map { cora_burst_is_quiet($0) != 0 } ?? false }
}
