import Driver
import Foundation
import Plan
import Testbed
import Testing
import Traffic

extension LiveTests {
  /// `flowexport.nf` in service: the records of both halves reach the file of `exports`.
  @Suite struct ExportTests {
    private static let connections = 20
    private static let pageBytes = 1_000_000

    @Test func everyConnectionIsReportedBothWays() throws {
      let scratch = try Scratch()
      let file = scratch.file("flows.jsonl")
      var options = DeployedNF.Options()
      options.ports = ("left", "right")
      options.extra = "exports: \(file)\nreplan: {interval: 20ms}"
      try LiveRig.run("flowexport", as: "exp", options: options) { testbed, nf in
        let server = try WebServer(on: testbed.server, in: scratch, bytes: Self.pageBytes)
        defer { server.stop() }
        #expect(try server.isFetched(by: testbed.client, into: scratch))
        try testbed.client.require([
          "curl", "-sS", "--fail", "--max-time", "60", "--http1.0", "--parallel", "--limit-rate", "2M", "-o",
          scratch.file("got-#1"), server.url + "?[2-\(Self.connections)]",
        ])
        // A busy machine may lose packets before the worker; TCP sends them again, and the records are of what the worker saw.
        let status = try nf.settledStatus()
        #expect(StatusText(status).text.contains("export records: \(status.exports[0].records)\n"))
        #expect(nf.stop().status == 0)
        let records = try Self.records(file)
        #expect(UInt64(records.count) == status.exports[0].records && status.packets.lostExports == 0)
        check(records, client: testbed.client.ipv4, server: testbed.server.ipv4)
      }
    }

    /// Long flows are reported by whoever owns them: mostly the NIC half.
    @Test func whatTheNICExportsIsWritten() throws {
      let scratch = try Scratch()
      let file = scratch.file("flows.jsonl")
      var options = DeployedNF.Options()
      options.ports = ("left", "right")
      options.extra = "exports: \(file)\nreplan: {interval: 20ms}"
      let bundle = try scratch.bundle("flowexport", replacing: ["active = 60s": "active = 50ms"])
      try LiveRig.run(bundle: bundle, as: "exn", options: options) { testbed, nf in
        try SyntheticTraffic.numbered(flows: 40, packets: 20_000, through: testbed)
          .send(by: testbed.client, as: scratch.file("sent.pcap"))
        let status = try nf.settledStatus()
        #expect(status.packets.lost == 0 && status.packets.lostExports == 0, "\(status.packets)")
        #expect(nf.stop().status == 0)
        let reports = try Self.records(file).filter { $0.reason == 2 }
        let reporting = status.paths.first { $0.nicPackets + $0.hostPackets == UInt64(reports.count) }
        #expect(try #require(reporting, "\(reports.count) of \(status.paths)").nicPackets > 0)
        #expect(reports.allSatisfy { $0.destinationPort == 443 && $0.packets <= 20_000 && $0.last > $0.first })
      }
    }

    /// Each connection ended once each way, and what came back is the page and more.
    private func check(_ records: [Record], client: String, server: String) {
      let ended = records.filter { $0.reason == 3 && $0.protocol == 6 }
      let asked = ended.filter { $0.destinationPort == 8080 }, answered = ended.filter { $0.sourcePort == 8080 }
      let ports = Set(answered.map(\.destinationPort))
      #expect(ports.count == Self.connections && ports.isSubset(of: asked.map(\.sourcePort)))
      let pages = answered.filter { $0.bytes > Self.pageBytes }
      #expect(Set(pages.map(\.destinationPort)) == ports)
      for record in asked + answered { #expect(record.packets > 0 && record.last >= record.first, "\(record)") }
    }

    /// A line of the file; addresses are left out, as they have 128 bits.
    private struct Record: Decodable {
      var `protocol`: Int
      var sourcePort: Int
      var destinationPort: Int
      var packets: UInt64
      var bytes: UInt64
      var first: UInt64
      var last: UInt64
      var reason: Int
    }

    private static func records(_ file: String) throws -> [Record] {
      try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").map {
        try JSONDecoder().decode(Record.self, from: Data($0.utf8))
      }
    }
  }
}
