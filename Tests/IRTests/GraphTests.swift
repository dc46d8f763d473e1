import Testing

@testable import IR

@Suite struct GraphTests {
  /// Two diamonds in a row, and a block nobody reaches.
  static let diamonds = """
    program Diamonds
    port a
    block b0 top:
      v0: bit = constant 1
      branch v0: then b1, else b2
    block b1 left:
      jump b3
    block b2 right:
      jump b3
    block b3 middle:
      branch v0: then b4, else b6
    block b4 last:
      forward a
    block b5 lost:
      jump b6
    block b6 join:
      reply
    """

  @Test func dominators() throws {
    let flow = ControlFlow(try Program(parsing: Self.diamonds))
    #expect(flow.isReachable == [true, true, true, true, true, false, true])
    #expect((0..<7).map { flow.immediateDominator(of: BlockID($0))?.index } == [nil, 0, 0, 0, 3, nil, 3])
    #expect(flow.dominates(BlockID(0), BlockID(6)))
    #expect(flow.dominates(BlockID(3), BlockID(3)))
    #expect(!flow.dominates(BlockID(1), BlockID(3)))
    #expect(!flow.dominates(BlockID(4), BlockID(6)))
    #expect(!flow.dominates(BlockID(5), BlockID(6)))
    #expect(flow.predecessors(of: BlockID(6)) == [Edge(BlockID(3), 1)])
    #expect(flow.dominates(Edge(BlockID(3), 1), to: BlockID(6), BlockID(6)))
    #expect(!flow.dominates(Edge(BlockID(1), 0), to: BlockID(3), BlockID(3)))
  }

  @Test func pathsAreNumberedOnceEach() throws {
    for text in Sample.all + [Self.diamonds] {
      let program = try Program(parsing: text)
      let paths = PathNumbering(program)
      var seen: Set<[PathStep]> = []
      for number in 0..<paths.count {
        let steps = try #require(paths.path(number))
        #expect(seen.insert(steps).inserted)
        #expect(steps.reduce(0) { $0 + paths.increment(from: $1.block, edge: $1.edge) } == UInt32(number))
      }
      #expect(paths.path(paths.count) == nil)
      #expect(paths.path(-1) == nil)
    }
  }

  @Test func pathsOfDiamonds() throws {
    let paths = PathNumbering(try Program(parsing: Self.diamonds))
    #expect(paths.count == 4)
    #expect(paths.blocks(of: 1)?.map(\.index) == [0, 1, 3, 6])
    #expect(paths.verdict(of: 1) == .reply)
    #expect(paths.verdict(of: 2) == .forward(port: 0))
    #expect(paths.increment(from: BlockID(0), edge: 1) == 2)
    #expect(paths.increment(from: BlockID(3), edge: 1) == 1)
  }

  @Test func pathCountOfNAT() throws {
    #expect(PathNumbering(try Program(parsing: Sample.nat)).count == 12)
  }
}
