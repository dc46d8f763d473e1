import Testing
import Wire

@testable import IR

@Suite struct PassTests {
  private func expect(_ pass: Pass, makes expected: String, of text: String) throws {
    let result = pass.run(try Program(parsing: text))
    #expect(result.verify() == [])
    #expect(result.text(spans: false) == expected)
  }

  @Test func foldsConstantsAndDecidesBranches() throws {
    let text = """
      program P
      port a
      reason "no"
      header ip: ipv4 20 bytes
      block b0 start:
        v0: u32 = constant 14
        v1: u32 = constant 20
        v2: u32 = add v0, v1
        v3: bit = lt v0, v1
        v4: u32 = convert v2
        branch v3: then b1, else b3
      block b1 yes:
        extract ip at v4: ok b2(v4), short b3
      block b2 ok(v5: u32):
        v6: u8 = load ip.protocol[72:8]
        v7: u8 = constant 0
        v8: u8 = or v6, v7
        v9: u8 = convert v5
        store ip.protocol[72:8] = v8
        store ip.protocol[72:8] = v9
        forward a
      block b3 no:
        drop "no"
      """
    try expect(
      .constantFolding,
      makes: """
        program P

        port a

        reason "no"

        header ip: ipv4 20 bytes

        block b0 start:
          v0: u32 = constant 14
          v1: u32 = constant 20
          v2: u32 = constant 34
          v3: bit = constant 1
          v4: u32 = constant 34
          jump b1

        block b1 yes:
          extract ip at v4: ok b2(v4), short b3

        block b2 ok(v5: u32):
          v6: u8 = load ip.protocol[72:8]
          v7: u8 = constant 0
          v8: u8 = or v6, v7
          v9: u8 = constant 34
          store ip.protocol[72:8] = v6
          store ip.protocol[72:8] = v9
          forward a

        block b3 no:
          drop "no"

        """, of: text)
  }

  @Test func removesDeadCodeButNoEffects() throws {
    let text = """
      program P
      port a
      sketch s (k: u32) 1 rows 2 columns
      block b0 start:
        v0: u32 = constant 1
        v1: u64 = constant 2
        v2: u32 = add v0, v0
        v3: u64 = count s(v0) by v1
        jump b1(v2, v0)
      block b1 end(v4: u32, v5: u32):
        v6: u64 = now
        v7: u64 = count s(v5) by v1
        count s(v5) by v7
        forward a
      """
    try expect(
      .deadCode,
      makes: """
        program P

        port a

        sketch s (k: u32) 1 rows 2 columns

        unused v2: u32
        unused v3: u64
        unused v4: u32
        unused v6: u64

        block b0 start:
          v0: u32 = constant 1
          v1: u64 = constant 2
          count s(v0) by v1
          jump b1(v0)

        block b1 end(v5: u32):
          v7: u64 = count s(v5) by v1
          count s(v5) by v7
          forward a

        """, of: text)
  }

  @Test func removesUnreachableBlocks() throws {
    let result = Pass.unreachableBlocks.run(try Program(parsing: GraphTests.diamonds))
    #expect(result.blocks.map(\.label) == ["top", "left", "right", "middle", "last", "join"])
    #expect(result.blocks[3].terminator.targets.map(\.block.index) == [4, 5])
  }

  @Test func threadsJumpsWithTheirArguments() throws {
    let text = """
      program P
      port a
      pool p: u16 1...9
      array t[4] (f: u16)
      block b0 start:
        v0: u16 = constant 5
        v1: u32 = constant 0
        v2: u16 = take p: ok b1(v2), empty b2
      block b1 got(v3: u16):
        jump b3(v3, v0)
      block b2 none:
        jump b3(v0, v0)
      block b3 join(v4: u16, v5: u16):
        write t[v1].f = v4
        write t[v1].f = v5
        forward a
      """
    let program = try Program(parsing: text)
    #expect(program.verify() == [])
    let result = Pass.jumpThreading.run(program)
    #expect(result.verify() == [])
    #expect(result.text.contains("v2: u16 = take p: ok b3(v2, v0), empty b3(v0, v0)"))
  }

  @Test func branchWithOneTargetBecomesJump() throws {
    let result = Pass.jumpThreading.run(try Program(parsing: GraphTests.diamonds))
    #expect(result.blocks[0].terminator == .jump(Target(BlockID(3))))
    #expect(result.verify() == [])
  }

  @Test func mergesStraightLines() throws {
    let result = Pass.blockMerging.run(Pass.unreachableBlocks.run(try Program(parsing: Sample.nat)))
    #expect(result.verify() == [])
    #expect(Pass.unreachableBlocks.run(result).blocks.count == 18)
    let threaded = try PassPipeline.standard.run(try Program(parsing: GraphTests.diamonds))
    #expect(threaded.blocks.map(\.label) == ["top"])
  }

  @Test func compactionLeavesNoGaps() throws {
    let text = Sample.nat.replacingFirst("v0: u32", by: "v22: u32 = constant 7\n  v0: u32")
    let program = Pass.deadCode.run(try Program(parsing: text))
    #expect(program.text.contains("unused v22"))
    let result = Pass.compaction.run(program)
    #expect(!result.text.contains("unused"))
    #expect(result.verify() == [])
  }

  @Test(arguments: Sample.all) func standardPipelineKeepsWellFormedness(text: String) throws {
    let program = try Program(parsing: text)
    let once = try PassPipeline.standard.run(program)
    #expect(try PassPipeline.standard.run(once) == once)
    #expect(PathNumbering(once).count <= PathNumbering(program).count)
  }

  @Test func keepsEmptyBlocksWhoseParametersAreUsedFurtherOn() throws {
    let text = """
      program P
      port a
      pool p: u16 1...9
      array t[4] (f: u16)
      block b0 start:
        v0: u16 = constant 5
        v1: u32 = constant 0
        v2: u16 = take p: ok b1(v2), empty b1(v0)
      block b1 either(v3: u16):
        jump b2
      block b2 used:
        write t[v1].f = v3
        forward a
      """
    let program = try Program(parsing: text)
    #expect(program.verify() == [])
    #expect(Pass.jumpThreading.run(program) == program)
    #expect(Pass.blockMerging.run(program).verify() == [])
  }

  /// Which operators give back the left operand for a right one of 0, 1, or all ones.
  @Test(arguments: BinaryOperator.allCases) func neutralElements(operation: BinaryOperator) throws {
    for number in [0, 1, 255] as [UInt64] {
      let text = """
        program P
        port a
        header ip: ipv4 20 bytes
        block b0 start:
          v0: u32 = constant 0
          extract ip at v0: ok b1, short b2
        block b1 ok:
          v1: u8 = load ip.ttl[64:8]
          v2: u8 = constant \(number)
          v3: u8 = \(operation.rawValue) v1, v2
          store ip.ttl[64:8] = v3
          forward a
        block b2 short:
          reply
        """
      let folded = Pass.constantFolding.run(try Program(parsing: text))
      let isNeutral = (0...255).allSatisfy { operation.apply($0, number, as: .u8) == $0 }
      #expect(folded.text.contains("store ip.ttl[64:8] = v1") == isNeutral)
    }
  }

  /// Blocks that no packet gets to may use values in any order; passes leave them alone.
  @Test func passesEndOnCircularUnreachableCode() throws {
    let text = """
      program P
      port a
      block b0 start:
        forward a
      block b1 lost(v0: u8, v2: u8):
        v1: u8 = convert v3
        v3: u8 = convert v1
        jump b2(v4)
      block b2 lost(v4: u8):
        jump b3(v4)
      block b3 lost(v5: u8):
        forward a
      """
    let program = try Program(parsing: text)
    for pass in PassPipeline.standard.passes { #expect(pass.run(program).verify() == []) }
  }

  @Test func pipelineNamesThePassThatBroke() throws {
    let vandal = Pass("vandal") { program in
      var program = program
      program.blocks[0].terminator = .finish(.forward(port: 99))
      return program
    }
    let program = try Program(parsing: Sample.nat)
    #expect {
      try PassPipeline([.compaction, vandal]).run(program)
    } throws: {
      "\($0)".contains("after vandal: ") && "\($0)".contains("there is no port 99")
    }
  }

  /// Damaged programs that are still well-formed stay so through each pass.
  @Test(arguments: Sample.all) func passesKeepDamagedPrograms(text: String) throws {
    var random = SplitMix64(seed: 99)
    var accepted = 0
    for _ in 0..<600 {
      guard let program = try? Program(parsing: text.damaged(by: &random)), program.verify().isEmpty else { continue }
      accepted += 1
      _ = try PassPipeline.standard.run(program)
    }
    #expect(accepted > 5)
  }
}
