import CBurst
import Glibc

/// What a worker does after a round of polls without a packet: the longer nothing comes, the more it leaves the CPU alone.
struct IdleWait {
  static let spins = 512
  static let yields = 256
  static let sleepNanoseconds = 50_000

  private let policy: DaemonConfiguration.Idle
  private var rounds = 0

  init(_ policy: DaemonConfiguration.Idle) { self.policy = policy }

  /// A packet came.
  mutating func reset() { rounds = 0 }

  mutating func wait() {
    rounds += 1
    switch policy {
    case .spin: cora_pause()
    case .yield: sched_yield()
    case .sleep: sleep()
    case .adaptive:
      if rounds <= Self.spins {
        cora_pause()
      } else if rounds <= Self.spins + Self.yields {
        sched_yield()
      } else {
        sleep()
      }
    }
  }

  private func sleep() {
    var pause = timespec(tv_sec: 0, tv_nsec: Self.sleepNanoseconds)
    nanosleep(&pause, nil)
  }
}
