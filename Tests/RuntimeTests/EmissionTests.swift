import CodeGenHostC
import CodeGenSupport
import DataPlane
import Foundation
import Halves
import IR
import Interpreter
import Plan
import Testing
import Wire

@testable import Runtime

/// What packets send besides: copies leave in order, records are written.
@Suite struct EmissionTests {
  private static let text = """
    program Tap from "tap.nf"
    port a
    port b
    reason "short"
    stream seen (length: u32, first: u8)
    header h: any 14 bytes
    block b0 entry:
      v0: u32 = constant 0
      extract h at v0: ok b1, short b2
    block b1 tap:
      v1: u32 = packetLength
      v2: u8 = load h.first[0:8]
      export seen(v1, v2)
      mirror b
      insertBytes 4 at v0
      mirror a
      forward b
    block b2 short:
      drop "short"
    """

  private struct Bench {
    let interpreter: Interpreter
    let half: HostHalf
    let pool = FramePool(count: 256)
    let ports: [MemoryPort]
    let worker: Worker
    let exports = ExportQueue()

    init() throws {
      let program = try Program(parsing: EmissionTests.text)
      try #require(program.verify().isEmpty)
      let plan = OffloadPlan(
        program: program.name, programDigest: program.digest, target: "test", strategy: .hostOnly, offloads: false,
        placements: [], nicBlocks: [], cuts: [])
      let object = try HalfCache.shared.object(for: "tap", source: hostSource(program, plan))
      half = try HostHalf(path: object, layout: ProgramLayout(program, plan))
      interpreter = try Interpreter(program)
      ports = program.ports.map { [pool] in MemoryPort(name: $0, pool: pool) }
      worker = Worker(
        ports: ports, half: half, hotSet: nil, ledger: nil, mailbox: Mailbox(), exports: exports)
    }
  }

  private static func packets() -> [[UInt8]] {
    (0..<150).map { index in [UInt8](repeating: UInt8(index), count: index % 40 == 7 ? 9 : 20 + index) }
  }

  @Test func copiesLeaveBeforeTheirPacketsAndInOrder() throws {
    let bench = try Bench()
    var expected: [[[UInt8]]] = [[], []]
    for packet in Self.packets() {
      var bytes = packet
      let outcome = bench.interpreter.run(&bytes, port: 0, now: 1)
      for copy in outcome.mirrored { expected[Int(copy.port)].append(copy.bytes) }
      if outcome.verdict == .forward { expected[Int(outcome.port)].append(bytes) }
      bench.ports[0].arrive(packet)
    }
    while bench.worker.round(now: 1) > 0 {}
    #expect(bench.ports[0].takeDepartures() == expected[0])
    #expect(bench.ports[1].takeDepartures() == expected[1])
    #expect(bench.pool.available == bench.pool.count)
    let report = bench.worker.report()
    #expect(report.burst.mirrored == UInt64(2 * (150 - 4)) && report.burst.unmirrored == 0)
    #expect(report.exported == [150 - 4])
  }

  @Test func copiesWithoutABufferAreCounted() throws {
    let bench = try Bench()
    bench.ports[0].arrive([UInt8](repeating: 1, count: 60))
    let held = (0..<bench.pool.count - 2).compactMap { _ in bench.pool.frame([0]) }
    bench.worker.round(now: 1)
    let report = bench.worker.report()
    #expect(report.burst.mirrored == 1 && report.burst.unmirrored == 1 && report.burst.forwarded == 1)
    for frame in held { bench.pool.release(frame) }
    #expect(bench.pool.available == bench.pool.count)
  }

  @Test func recordsAreWrittenAsLines() throws {
    let bench = try Bench()
    let path = FileManager.default.temporaryDirectory.appending(path: "cora-exports-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let writer = try ExportWriter(bench.exports, streams: bench.half.layout.streams, path: path)
    try writer.start()
    for packet in Self.packets() { bench.ports[0].arrive(packet) }
    while bench.worker.round(now: 1) > 0 {}
    writer.stop()
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    let expected = Self.packets().filter { $0.count >= 14 }.map { packet in
      "{\"stream\":\"seen\",\"length\":\(packet.count),\"first\":\(packet[0])}"
    }
    #expect(lines.map(String.init) == expected)
    #expect(writer.count == UInt64(expected.count))
  }

  /// The worker could not hand over what its last rounds made, as its reader was behind.
  @Test func theLastRecordsAreHandedOverAtTheEnd() throws {
    let bench = try Bench()
    var records = [ExportQueue.Record](repeating: .init(stream: 0, values: [1, 2]), count: ExportQueue.most)
    bench.exports.hand(over: &records)
    for packet in Self.packets() { bench.ports[0].arrive(packet) }
    while bench.worker.round(now: 1) > 0 {}
    bench.worker.finish()
    #expect(bench.exports.take().count == ExportQueue.most + 150 - 4)
    #expect(bench.worker.report().lostExports == 0)
  }

  @Test func theNICHalfsLostExportsAreCounted() {
    let counters = NICCounters(paths: [], counts: [1, 2, 4, 8, 16], cutCount: 2)
    #expect(counters.punted == 1 + 2 + 8 && counters.lost == 4 && counters.lostExports == 16)
    #expect(NICCounters(paths: [], counts: [1, 2, 4, 8], cutCount: 2).lostExports == 0)
  }

  @Test func theQueueKeepsWhatItsReaderLeaves() {
    let queue = ExportQueue()
    let record = ExportQueue.Record(stream: 0, values: [1])
    var records = [ExportQueue.Record](repeating: record, count: ExportQueue.most)
    queue.hand(over: &records)
    #expect(records.isEmpty)
    records = [record]
    queue.hand(over: &records)
    #expect(records.count == 1, "the queue is full: the worker keeps the record")
    #expect(queue.take().count == ExportQueue.most)
    queue.hand(over: &records)
    #expect(records.isEmpty && queue.take() == [record])
  }
}
