/// Entries of the tables and elements of the arrays that are measured: powers of two, ascending.
public struct Sizes: Hashable, Sendable {
  public var small, middle, large: Int

  /// From what fits into the nearest cache to what fits into none.
  public static let full = Sizes(small: 1_024, middle: 65_536, large: 1_048_576)

  public init(small: Int, middle: Int, large: Int) { (self.small, self.middle, self.large) = (small, middle, large) }

  var all: [(name: String, count: Int)] { [("small", small), ("middle", middle), ("large", large)] }

  private var definitions: String { "#define SMALL \(small)\n#define MIDDLE \(middle)\n#define LARGE \(large)\n" }

  /// The eBPF primitives, for `clang -target bpf`.
  public var kernelSource: String { definitions + String(decoding: PackageResources.primitives_bpf_c, as: UTF8.self) }

  /// The host primitives as a shared object's source; `headers` are those that generated host halves begin with.
  public func hostSource(headers: String) -> String {
    let standard = ["stddef.h", "stdint.h", "string.h"].map { "#include <\($0)>\n" }.joined()
    return standard + definitions + headers + "\n" + String(decoding: PackageResources.primitives_c, as: UTF8.self)
  }
}
