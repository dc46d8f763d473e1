import Glibc

/// A file in which a worker leaves the input that it is about to run. It is mapped, so that leaving one costs a copy,
/// and what was left outlives the worker's end.
final class Mailbox {
  static let mostBytes = 1 << 20
  private static let headerBytes = 16
  private let memory: UnsafeMutableRawPointer

  /// Opens a mailbox, made where there is none.
  init(path: String) throws {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw FuzzError("\(path): cannot be opened") }
    defer { close(descriptor) }
    let size = Self.headerBytes + Self.mostBytes
    guard ftruncate(descriptor, size) == 0,
      let mapped = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0), mapped != MAP_FAILED
    else { throw FuzzError("\(path): cannot be mapped") }
    memory = mapped
  }

  deinit { munmap(memory, Self.headerBytes + Self.mostBytes) }

  /// Number of the input, and its bytes.
  func leave(_ number: UInt64, _ input: [UInt8]) {
    memory.storeBytes(of: number, as: UInt64.self)
    memory.storeBytes(of: UInt64(min(input.count, Self.mostBytes)), toByteOffset: 8, as: UInt64.self)
    let room = UnsafeMutableRawBufferPointer(start: memory + Self.headerBytes, count: Self.mostBytes)
    room.copyBytes(from: input.prefix(Self.mostBytes))
  }

  var number: UInt64 { memory.load(as: UInt64.self) }

  var input: [UInt8] {
    let count = Int(memory.load(fromByteOffset: 8, as: UInt64.self))
    return Array(UnsafeRawBufferPointer(start: memory.advanced(by: Self.headerBytes), count: count))
  }
}
