import IR
import Interpreter
import Wire

/// A table that packets operate: byte 0 says what to do, byte 1 is a key, byte 2 the key of its second map, byte 3
/// a value.
///
/// - 0 reads the record by its first key, 1 by its second; the answer is in byte 3 and the pool's element in byte 4;
/// - 2 makes a record, with an element of a pool of three;
/// - 3 removes the record by its first key, 4 by its second; 5 adds byte 3 to the record's value.
enum Toy {
  static func text(expiry: String = "", full: String = "fails", capacity: Int = 4, pool: Int = 3) -> String {
    """
    program Toy
    port out
    reason "short"
    reason "miss"
    reason "full"
    reason "empty"
    map first (key: u8) -> (value: u8, element: u16)
      capacity \(capacity) \(expiry) full \(full)
    map second (other: u8) -> (back: u8)
      capacity \(capacity) \(expiry) full \(full) companion of first
    pool elements: u16 100...\(99 + pool) released with first.element
    header h: command 5 bytes
    entry read_first: first
    entry read_second: second
    entry gone_first: first
    entry gone_second: second
    entry grown: first
    block b0 entry:
      v0: u32 = constant 0
      extract h at v0: ok b1, short b14
    block b1 dispatch:
      v1: u8 = load h.action[0:8]
      v2: u8 = load h.key[8:8]
      v3: u8 = load h.other[16:8]
      v4: u8 = load h.value[24:8]
      switch v1: 0 b2, 1 b4, 2 b6, 3 b8, 4 b10, 5 b12, else b14
    block b2 read:
      lookup first(v2) as read_first: hit b3, miss b15
    block b3 found:
      v5: u8 = read read_first.value
      v6: u16 = read read_first.element
      v7: u8 = convert v6
      store h.value[24:8] = v5
      store h.element[32:8] = v7
      forward out
    block b4 read.second:
      lookup second(v3) as read_second: hit b5, miss b15
    block b5 found:
      v8: u8 = read read_second.back
      store h.value[24:8] = v8
      forward out
    block b6 make:
      v9: u16 = take elements: ok b7, empty b17
    block b7 insert:
      insert first(v2) = (v4, v9), second(v3) = (v2): ok b18, full b16
    block b8 remove:
      lookup first(v2) as gone_first: hit b9, miss b15
    block b9 found:
      remove gone_first
      forward out
    block b10 remove.second:
      lookup second(v3) as gone_second: hit b11, miss b15
    block b11 found:
      remove gone_second
      forward out
    block b12 add:
      lookup first(v2) as grown: hit b13, miss b15
    block b13 found:
      increase grown.value by v4
      forward out
    block b14 short:
      drop "short"
    block b15 miss:
      drop "miss"
    block b16 full:
      drop "full"
    block b17 empty:
      drop "empty"
    block b18 made:
      v10: u8 = convert v9
      store h.element[32:8] = v10
      forward out
    """
  }
}

/// What a command came to, in one value that tests compare.
enum Answer: Hashable { case value(UInt8, element: UInt8), short, miss, full, empty }

extension Interpreter {
  func ask(_ action: UInt8, key: UInt8 = 0, other: UInt8 = 0, value: UInt8 = 0, now: UInt64 = 0) -> Answer {
    let (outcome, bytes) = result([action, key, other, value, 0], now: now)
    guard outcome.verdict == .drop else { return .value(bytes[3], element: bytes[4]) }
    return [Answer.short, .miss, .full, .empty][Int(outcome.reason)]
  }

  func read(_ key: UInt8, now: UInt64 = 0) -> Answer { ask(0, key: key, now: now) }
  func make(_ key: UInt8, _ other: UInt8, _ value: UInt8, now: UInt64 = 0) -> Answer {
    ask(2, key: key, other: other, value: value, now: now)
  }
}
