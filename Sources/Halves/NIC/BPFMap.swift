import CBPF
import Glibc

/// A map in the kernel, by a descriptor that someone else owns.
public struct BPFMap: Hashable, Sendable {
  public let name: String
  public let descriptor: CInt
  public let id: UInt32
  public let keyBytes: Int
  /// Bytes of one value; a per-CPU map has one per possible CPU.
  public let valueBytes: Int
  public let capacity: Int
  /// Copies that a read returns, one after the other, each rounded up to 8 bytes.
  public let copies: Int

  public init(name: String, descriptor: CInt) throws(NICHalfError) {
    var info = cbpf_map_info()
    let code = cbpf_read_map_info(descriptor, &info)
    guard code == 0 else { throw .failed(what: "reading about map '\(name)'", code: code) }
    self.name = name
    self.descriptor = descriptor
    id = info.id
    keyBytes = Int(info.key_size)
    capacity = Int(info.max_entries)
    let isPerCPU = info.type == CBPF_MAP_PERCPU_ARRAY
    valueBytes = Int(info.value_size)
    copies = isPerCPU ? max(1, Int(cbpf_possible_cpus())) : 1
  }

  /// Bytes between two copies of a value.
  public var stride: Int { copies == 1 ? valueBytes : (valueBytes + 7) / 8 * 8 }

  /// The value under a key (all CPUs' copies in a per-CPU map), or nil when there is none.
  public func read(_ key: UnsafeRawBufferPointer) throws(NICHalfError) -> [UInt8]? {
    try check(key.count, keyBytes)
    var value = [UInt8](repeating: 0, count: stride * copies)
    let code = cbpf_lookup(descriptor, key.baseAddress, &value)
    if code == 0 { return value }
    if code == -ENOENT { return nil }
    throw .failed(what: "reading '\(name)'", code: code)
  }

  public func write(_ key: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) throws(NICHalfError) {
    try check(key.count, keyBytes)
    try check(value.count, stride * copies)
    let code = cbpf_update(descriptor, key.baseAddress, value.baseAddress, 0)
    if code != 0 { throw .failed(what: "writing '\(name)'", code: code) }
  }

  /// False when there was no such key.
  @discardableResult
  public func remove(_ key: UnsafeRawBufferPointer) throws(NICHalfError) -> Bool {
    try check(key.count, keyBytes)
    let code = cbpf_delete(descriptor, key.baseAddress)
    if code == 0 { return true }
    if code == -ENOENT { return false }
    throw .failed(what: "deleting from '\(name)'", code: code)
  }

  /// The entries of a hash map in the kernel's order, read many at a time; what comes or goes meanwhile may be missed.
  public func entries() throws(NICHalfError) -> [(key: [UInt8], value: [UInt8])] {
    var result: [(key: [UInt8], value: [UInt8])] = []
    var place: UInt64?
    // A call fails when one of the kernel's hash buckets does not fit into it.
    var batch = min(max(capacity, 1), 1_024)
    while true {
      var keys = [UInt8](repeating: 0, count: batch * keyBytes)
      var values = [UInt8](repeating: 0, count: batch * valueBytes)
      var count = UInt32(batch)
      var next: UInt64 = 0
      let code = lookUpBatch(place, &next, &keys, &values, &count)
      if code == -ENOSPC && batch < capacity * 2 {
        batch *= 2
        continue
      }
      guard code == 0 || code == -ENOENT else { throw .failed(what: "reading '\(name)'", code: code) }
      for index in 0..<Int(count) {
        result.append(
          (
            Array(keys[index * keyBytes..<(index + 1) * keyBytes]),
            Array(values[index * valueBytes..<(index + 1) * valueBytes])
          ))
      }
      if code == -ENOENT { return result }
      place = next
    }
  }

  /// The keys of a hash map or a trie, one call each; what comes or goes meanwhile may be missed.
  public func keys() throws(NICHalfError) -> [[UInt8]] {
    var keys: [[UInt8]] = []
    while keys.count <= capacity {
      var next = [UInt8](repeating: 0, count: keyBytes)
      let code = keys.last.map { cbpf_next_key(descriptor, $0, &next) } ?? cbpf_next_key(descriptor, nil, &next)
      if code == -ENOENT { return keys }
      if code != 0 { throw .failed(what: "reading the keys of '\(name)'", code: code) }
      keys.append(next)
    }
    return keys
  }

  private func lookUpBatch(
    _ place: UInt64?, _ next: inout UInt64, _ keys: inout [UInt8], _ values: inout [UInt8], _ count: inout UInt32
  ) -> CInt {
    guard var place else { return cbpf_lookup_batch(descriptor, nil, &next, &keys, &values, &count) }
    return cbpf_lookup_batch(descriptor, &place, &next, &keys, &values, &count)
  }

  private func check(_ found: Int, _ expected: Int) throws(NICHalfError) {
    if found != expected { throw .wrongSize(map: name, found: found, expected: expected) }
  }
}

extension BPFMap {
  public func read(_ key: [UInt8]) throws(NICHalfError) -> [UInt8]? {
    var result: Result<[UInt8]?, NICHalfError> = .success(nil)
    key.withUnsafeBytes { bytes in
      do throws(NICHalfError) { result = .success(try read(bytes)) } catch { result = .failure(error) }
    }
    return try result.get()
  }

  public func write(_ key: [UInt8], _ value: [UInt8]) throws(NICHalfError) {
    var failure: NICHalfError?
    key.withUnsafeBytes { key in
      value.withUnsafeBytes { value in
        do throws(NICHalfError) { try write(key, value) } catch { failure = error }
      }
    }
    if let failure { throw failure }
  }

  @discardableResult
  public func remove(_ key: [UInt8]) throws(NICHalfError) -> Bool {
    var result: Result<Bool, NICHalfError> = .success(false)
    key.withUnsafeBytes { bytes in
      do throws(NICHalfError) { result = .success(try remove(bytes)) } catch { result = .failure(error) }
    }
    return try result.get()
  }

  /// The element of an array, or of one of the kernel's arrays of counters.
  public func element(_ index: Int) throws(NICHalfError) -> [UInt8] {
    guard let value = try read(Self.indexKey(index)) else { throw .failed(what: "reading '\(name)'", code: -ENOENT) }
    return value
  }

  public func setElement(_ index: Int, _ value: [UInt8]) throws(NICHalfError) {
    try write(Self.indexKey(index), value)
  }

  private static func indexKey(_ index: Int) -> [UInt8] { withUnsafeBytes(of: UInt32(clamping: index)) { Array($0) } }
}
