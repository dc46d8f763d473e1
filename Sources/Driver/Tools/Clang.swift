/// Compiles what the generators wrote. Output bytes do not depend on where it runs: all names are relative to the
/// directory of the sources.
struct Clang {
  private let tool: ExternalTool

  init() throws(DriverError) {
    tool = try ExternalTool("clang", hint: "install it, or put the Swift toolchain's usr/bin on PATH")
  }

  /// An eBPF object with BTF, for libbpf.
  func compileBPF(_ source: String, to object: String, in directory: String) throws(DriverError) {
    let flags = ["-target", "bpf", "-mcpu=v3", "-O2", "-g", "-Wall", "-Werror"]
    try tool.run(flags + Self.kernelHeaders + Self.reproducible + ["-c", source, "-o", object], in: directory)
  }

  /// A shared object with a host half.
  func compileHost(_ source: String, to object: String, in directory: String) throws(DriverError) {
    let flags = ["-std=gnu11", "-O3", "-fPIC", "-shared", "-Wall", "-Werror", "-fno-strict-aliasing"]
    try tool.run(flags + Self.reproducible + [source, "-o", object], in: directory)
  }

  private static let reproducible = ["-fdebug-compilation-dir=.", "-Wno-unused-command-line-argument"]

  /// Where Debian keeps `asm/types.h`, which `linux/bpf.h` includes.
  private static var kernelHeaders: [String] {
    #if arch(arm64)
      ["-I/usr/include/aarch64-linux-gnu"]
    #else
      ["-I/usr/include/x86_64-linux-gnu"]
    #endif
  }
}
