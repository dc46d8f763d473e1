import CBPF
import Glibc

/// Writing to a map through the system call, with the keys of `primitives.bpf.c`.
enum MapWrites {
  /// 64-bit words of a value.
  static let valueWords = 4

  /// A key's words: its number times an odd constant, and its number.
  static func key(_ number: UInt64, words: Int) -> [UInt64] {
    [number &* 0x9E37_79B9_7F4A_7C15] + [UInt64](repeating: number, count: words - 1)
  }

  /// Makes the entries in one call.
  static func write(_ numbers: [UInt64], keyWords: Int, to map: CInt) throws {
    let keys = numbers.flatMap { key($0, words: keyWords) }
    let values = [UInt64](repeating: 0, count: numbers.count * valueWords)
    var count = UInt32(numbers.count)
    try check(cbpf_update_batch(map, keys, values, &count))
  }

  private static func remove(_ numbers: [UInt64], from map: CInt) throws {
    var count = UInt32(numbers.count)
    try check(cbpf_delete_batch(map, numbers.flatMap { key($0, words: 2) }, &count))
  }

  /// Nanoseconds of a deletion and of an insertion, the mean of so many keys, one call each; the map is left as it was.
  static func single(_ numbers: [UInt64], _ map: CInt) throws -> (delete: Double, insert: Double) {
    let keys = numbers.map { key($0, words: 2) }
    let value = [UInt64](repeating: 0, count: valueWords)
    let delete = try timed(keys.count) { for key in keys { try check(cbpf_delete(map, key)) } }
    let insert = try timed(keys.count) { for key in keys { try check(cbpf_update(map, key, value, 0)) } }
    return (delete, insert)
  }

  /// The same in one call for all.
  static func batched(_ numbers: [UInt64], _ map: CInt) throws -> (delete: Double, insert: Double) {
    let delete = try timed(numbers.count) { try remove(numbers, from: map) }
    let insert = try timed(numbers.count) { try write(numbers, keyWords: 2, to: map) }
    return (delete, insert)
  }

  private static func timed(_ count: Int, _ body: () throws -> Void) throws -> Double {
    let begin = nanoseconds()
    try body()
    return Double(nanoseconds() - begin) / Double(count)
  }

  private static func check(_ code: CInt) throws {
    guard code >= 0 else { throw CalibrationError("writing a map: \(String(cString: strerror(-code)))") }
  }
}

/// The monotonic clock.
func nanoseconds() -> UInt64 {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}
