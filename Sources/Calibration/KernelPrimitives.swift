import CBPF
import Glibc
import Halves

/// `primitives.bpf.c`, loaded, its maps filled.
final class KernelPrimitives {
  private static let samplesAtOnce = 256
  private static let wordsOfSample = 2
  private static let samplesInMap = 4_096

  private let object: OpaquePointer
  private let progress: BPFMap
  private let memory: UnsafeMutableRawPointer

  init(object path: String, sizes: Sizes) throws {
    object = try loadedObject(path)
    progress = try BPFMap(name: "progress", descriptor: cbpf_map_fd(object, "progress"))
    guard let memory = cbpf_map_memory(cbpf_map_fd(object, "samples"), Self.bytes) else {
      cbpf_close(object)
      throw CalibrationError("the samples cannot be mapped: \(String(cString: strerror(errno)))")
    }
    self.memory = memory
    try progress.setElement(0, Self.words([0, 88_172_645_463_325_252]))
    try fill(sizes)
  }

  deinit {
    cbpf_unmap_memory(memory, Self.bytes)
    cbpf_close(object)
  }

  private static var bytes: Int { samplesInMap * wordsOfSample * 8 }

  /// Nanoseconds of some runs of a program: of its first and its second kind of operations.
  func sample(_ program: String) throws -> (first: [UInt64], second: [UInt64]) {
    let frame = [UInt8](repeating: 0, count: 64)
    var output = [UInt8](repeating: 0, count: 4_096)
    var (size, verdict, nanoseconds) = (UInt32(output.count), UInt32(0), UInt32(0))
    let random = try progress.element(0).dropFirst(8)
    try progress.setElement(0, Self.words([0]) + random)
    let code = cbpf_run(
      cbpf_program_fd(object, program), frame, 64, &output, &size, UInt32(Self.samplesAtOnce), &verdict, &nanoseconds)
    guard code == 0 else { throw CalibrationError("running '\(program)': \(String(cString: strerror(-code)))") }
    let passed: UInt32 = 2  // XDP_PASS: what a primitive that ran to its end returns
    guard verdict == passed else { throw CalibrationError("'\(program)' broke off") }
    let words = memory.bindMemory(to: UInt64.self, capacity: Self.samplesInMap * Self.wordsOfSample)
    let samples = 0..<Self.samplesAtOnce
    return (samples.map { words[$0 * Self.wordsOfSample] }, samples.map { words[$0 * Self.wordsOfSample + 1] })
  }

  /// The descriptor of a map, by name.
  func map(_ name: String) -> CInt { cbpf_map_fd(object, name) }

  private func fill(_ sizes: Sizes) throws {
    for size in sizes.all { try fill("hash_\(size.name)", size.count, keyWords: 2) }
    try fill("hash_key8", sizes.middle, keyWords: 1)
    try fill("hash_key40", sizes.middle, keyWords: 5)
    try fillPrefixes("lpm_small", sizes.small)
    try fillPrefixes("lpm_middle", sizes.middle)
  }

  private func fill(_ name: String, _ count: Int, keyWords: Int) throws {
    for from in stride(from: 0, to: count, by: 4_096) {
      let numbers = from..<min(from + 4_096, count)
      try MapWrites.write(numbers.map(UInt64.init), keyWords: keyWords, to: map(name))
    }
  }

  /// Prefixes of 24 bits, one behind the other.
  private func fillPrefixes(_ name: String, _ count: Int) throws {
    let value = [UInt64](repeating: 0, count: MapWrites.valueWords)
    for number in 0..<UInt32(count) {
      let key = [24, (number << 8).bigEndian]
      let code = cbpf_update(map(name), key, value, 0)
      guard code == 0 else { throw CalibrationError("filling '\(name)': \(String(cString: strerror(-code)))") }
    }
  }

  private static func words(_ words: [UInt64]) -> [UInt8] { words.withUnsafeBytes { Array($0) } }
}
