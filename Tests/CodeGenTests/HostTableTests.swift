import Testing

/// `cora_table.h` against a plain list, by a C program of its own.
@Suite struct HostTableTests {
  @Test(arguments: ["clang", "gcc"])
  func agreesWithAPlainList(compiler: String) throws {
    try HostToolchain.inScratch { scratch in
      let program = scratch.appending(path: "table_test").path
      try HostToolchain.run([
        compiler, "-O2", "-std=gnu11", "-Wall", "-Wextra", "-Werror", "-I", HostToolchain.headers.path,
        HostToolchain.cases.appending(path: "table_test.c").path, "-o", program,
      ])
      for seed in 1...8 { try HostToolchain.run([program, "\(seed)"]) }
    }
  }
}
