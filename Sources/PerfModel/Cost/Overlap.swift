import Glibc

/// How far a core's work and its waiting for the shared memory engine overlap.
///
/// A core with N threads and its share of the engine are a closed network of two stations that N packets go round in. With
/// exponential service its throughput is `(1 − ρ^N) / (1 − ρ^(N+1))` of that of the slower station, `ρ` the quotient of the
/// shorter time and the longer one (Jackson networks; Buzen 1973). Where one time is much longer, that is the least ceiling; where
/// they are alike, N threads reach `N / (N + 1)` of it.
struct Overlap {
  var threads: Double

  /// Time per packet when it takes `core` on the core and `engine` on the core's share of the engine, in the same unit.
  func time(core: Double, engine: Double) -> Double {
    let longer = max(core, engine)
    guard longer > 0, core > 0, engine > 0 else { return longer }
    let ratio = min(core, engine) / longer
    guard ratio < 1 - 1e-9 else { return longer * (threads + 1) / threads }
    return longer * (1 - pow(ratio, threads + 1)) / (1 - pow(ratio, threads))
  }

  /// Threads, of a core's, that are at the engine on average when packets never run out.
  func waiting(core: Double, engine: Double) -> Double {
    guard engine > 0 else { return 0 }
    guard core > 0 else { return threads }
    // More than this makes no difference, and its power would overflow.
    let ratio = min(engine / core, 1e6)
    var (sum, weighted) = (0.0, 0.0)
    for count in 0...Int(threads) {
      let weight = pow(ratio, Double(count) - (ratio > 1 ? threads : 0))
      sum += weight
      weighted += weight * Double(count)
    }
    return weighted / sum
  }
}

extension CostModel {
  /// NIC cores and memory engine as they hinder each other; nil where they do not.
  private var overlap: Overlap? {
    guard !device.nicUsesHostCores, let threads = device.nic?.threads?.value else { return nil }
    return Overlap(threads: threads)
  }

  /// Nanoseconds of core time for each nanosecond of the memory engine.
  private var coresPerEngine: Double { (device.nic?.coreTime.value ?? 0) / 1e9 }

  /// Nanoseconds of the NIC's cores per packet, the time that they are held up by a memory engine which is less busy included.
  func coreLoad(_ demand: Demand) -> Double {
    let engine = demand.engine * coresPerEngine
    guard let overlap, demand.nic >= engine else { return demand.nic }
    return overlap.time(core: demand.nic, engine: engine)
  }

  /// Nanoseconds of the memory engine per packet, with the time that it idles because cores which are less busy do not ask.
  func engineLoad(_ demand: Demand) -> Double {
    let engine = demand.engine * coresPerEngine
    guard let overlap, demand.nic < engine else { return demand.engine }
    return overlap.time(core: demand.nic, engine: engine) / coresPerEngine
  }

  /// Nanoseconds that one access to the memory engine waits for those before it when the NIC runs at its ceiling.
  func engineWait(_ demand: Demand, accesses: Double) -> Double {
    guard let overlap, demand.engine > 0, accesses > 0 else { return 0 }
    let waiting = overlap.waiting(core: demand.nic, engine: demand.engine * coresPerEngine)
    return waiting * coresPerEngine * demand.engine / accesses
  }
}
