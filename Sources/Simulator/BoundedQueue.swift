/// How many packets wait in a first-in first-out queue, by the times at which their service begins.
///
/// Those times do not descend, so the queue is full exactly when the packet that was admitted `limit` packets ago still waits.
struct BoundedQueue {
  private var starts: [Double]
  private var next = 0

  init(limit: Int) { starts = Array(repeating: -.infinity, count: max(1, limit)) }

  func isFull(at time: Double) -> Bool { starts[next] > time }

  mutating func admit(startingAt time: Double) {
    starts[next] = time
    next = next + 1 == starts.count ? 0 : next + 1
  }
}

/// A server for one packet at a time, such as a wire, a bus or a memory engine.
struct Server {
  private(set) var free = 0.0
  /// Time that it worked, nanoseconds.
  private(set) var busy = 0.0

  /// Serves from `time` on, or when those before are done; gives the time at which it begins.
  mutating func serve(from time: Double, for duration: Double) -> Double {
    let start = max(time, free)
    free = start + duration
    busy += duration
    return start
  }
}

/// Several equal servers with one queue.
struct ServerPool {
  /// Times at which they become free; a heap, the earliest first.
  private var free: [Double]
  private(set) var busy = 0.0

  init(count: Int) { free = Array(repeating: 0, count: max(1, count)) }

  mutating func serve(from time: Double, for duration: Double) -> Double {
    let start = max(time, free[0])
    busy += duration
    replaceFirst(by: start + duration)
    return start
  }

  private mutating func replaceFirst(by time: Double) {
    free.withUnsafeMutableBufferPointer { free in
      var hole = 0
      while true {
        var child = 2 * hole + 1
        guard child < free.count else { break }
        if child + 1 < free.count, free[child + 1] < free[child] { child += 1 }
        guard free[child] < time else { break }
        free[hole] = free[child]
        hole = child
      }
      free[hole] = time
    }
  }
}
