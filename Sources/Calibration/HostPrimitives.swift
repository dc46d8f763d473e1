import Glibc

/// `primitives.c`, loaded, its tables filled.
final class HostPrimitives {
  private static let samplesAtOnce = 256
  private let library: UnsafeMutableRawPointer
  private let tables: [String]

  init(object path: String, sizes: Sizes) throws {
    guard let library = dlopen(path, RTLD_NOW | RTLD_LOCAL) else {
      throw CalibrationError("the host's primitives cannot be loaded: \(dlerror().map { String(cString: $0) } ?? path)")
    }
    self.library = library
    tables = sizes.all.map { "table_\($0.name)" }
    for table in tables where try function("\(table)_fill", as: (@convention(c) () -> CInt).self)() == 0 {
      throw CalibrationError("no memory for the host's tables")
    }
  }

  deinit {
    for table in tables { try? function("\(table)_free", as: (@convention(c) () -> Void).self)() }
    dlclose(library)
  }

  /// Nanoseconds of some runs of a primitive: of its first and its second kind of operations.
  func sample(_ name: String) throws -> (first: [UInt64], second: [UInt64]) {
    let run = try function(name, as: (@convention(c) (UnsafeMutablePointer<UInt64>) -> Void).self)
    var (first, second): ([UInt64], [UInt64]) = ([], [])
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 2) { sample in
      guard let words = sample.baseAddress else { return }
      for _ in 0..<Self.samplesAtOnce {
        run(words)
        first.append(words[0])
        second.append(words[1])
      }
    }
    return (first, second)
  }

  private func function<Function>(_ name: String, as type: Function.Type) throws -> Function {
    guard let symbol = dlsym(library, name) else { throw CalibrationError("the host's primitives have no '\(name)'") }
    return unsafeBitCast(symbol, to: type)
  }
}
