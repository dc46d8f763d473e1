import IR
import Interpreter
import Testing
import Wire

@testable import TraceGenerator

@Suite struct GuidedTrafficTests {
  private func traffic(_ text: String, seed: UInt64 = 1) throws -> GuidedTraffic {
    try GuidedTraffic(try Program(parsing: text, file: "maze.ir"), seed: seed)
  }

  private func coverage(_ text: String, packets: Int, seed: UInt64 = 1) throws -> Coverage {
    let traffic = try traffic(text, seed: seed)
    for _ in 0..<packets { _ = traffic.next() }
    return traffic.coverage
  }

  @Test(arguments: 1...8)
  func `Numbers that are compared are computed back`(seed: UInt64) throws {
    let coverage = try coverage(Maze.arithmetic, packets: 2_000, seed: seed)
    #expect(coverage.missing == [])
    #expect(coverage.share == 1)
  }

  /// What is taken is lost when the table is full: then the pool is emptied too. A smaller pool never lets the table
  /// fill up.
  @Test(arguments: [(40, 30, ["b4 insert: full"]), (30, 40, [])])
  func `Pools are emptied, tables filled, and answers find their record`(
    capacity: Int, pool: Int, missing: [String]
  ) throws {
    let coverage = try coverage(Maze.sessions(capacity: capacity, pool: pool), packets: 10_000)
    #expect(coverage.missing.map(\.description) == missing)
  }

  @Test func `A branch that cannot be taken is missing`() throws {
    let coverage = try coverage(Maze.locked, packets: 5_000)
    #expect(coverage.missing.map(\.description) == ["b1 hash: then"])
    #expect(coverage.reachable == 4 && coverage.text == "75.0 % (3 of 4)")
  }

  @Test func `One seed gives one sequence`() throws {
    let text = Maze.sessions(capacity: 40, pool: 30)
    let (first, second, other) = (try traffic(text), try traffic(text), try traffic(text, seed: 2))
    let steps = (0..<5_000).map { _ in first.next() }
    #expect(steps == (0..<5_000).map { _ in second.next() })
    #expect(steps != (0..<5_000).map { _ in other.next() })
    #expect(zip(steps, steps.dropFirst()).allSatisfy { $0.time <= $1.time })
  }

  @Test func `Bits of a packet are set where they are read`() {
    var random = SplitMix64(seed: 3)
    for _ in 0..<1_000 {
      var bytes = (0..<20).map { _ in UInt8(truncatingIfNeeded: random.next()) }
      let (first, width) = (random.below(200), 1 + random.below(64))
      let before = bytes + [UInt8](repeating: 0, count: 20)
      let number = random.next() & IntType(width).mask
      bytes.setBits(first..<first + width, to: number)
      #expect(bytes.bits(first..<first + width) == number)
      #expect(bytes.bits(0..<min(first, 64)) == before.bits(0..<min(first, 64)))
      #expect(bytes.bits(first + width..<first + width + 40) == before.bits(first + width..<first + width + 40))
    }
  }

  @Test func `Operands undo their operation`() {
    var random = SplitMix64(seed: 4)
    for operation in BinaryOperator.allCases {
      for _ in 0..<200 {
        let mask = IntType.u32.mask
        let (first, second) = (random.next() & mask, random.next() & (random.below(2) == 0 ? mask : 15))
        let number = operation.apply(random.next() & mask, second, as: .u32)
        let lefts = operation.lefts(number, first, second, mask).filter { $0 <= mask }
        let tried = lefts.map { operation.apply($0, second, as: .u32) }
        #expect(tried.isEmpty || tried.contains(number) || operation == .min || operation == .max || operation == .div)
      }
    }
  }
}
