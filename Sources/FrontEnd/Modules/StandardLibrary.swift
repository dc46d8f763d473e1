import Diagnostics

/// What `import std.NAME` brings: sources in the language itself, embedded in the compiler.
enum StandardLibrary {
  private static let texts: [String: [UInt8]] = [
    "net": PackageResources.net_nf, "tcp": PackageResources.tcp_nf,
  ]

  static let parts = texts.keys.sorted()

  static func source(of name: String) -> SourceFile? {
    texts[name].map { SourceFile(path: "std/\(name).nf", bytes: $0) }
  }
}
