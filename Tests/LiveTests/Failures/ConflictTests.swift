import Foundation
import Plan
import Testbed
import Testing

extension LiveTests {
  /// Somebody is there already: another's XDP program, another daemon, or what a killed one left.
  @Suite struct ConflictTests {
    @Test(arguments: ["auto", "af_xdp", "af_packet"])
    func aForeignProgramIsLeftAlone(_ driver: String) throws {
      let scratch = try Scratch()
      let start = try DaemonStart(scratch, try scratch.bundle("nat"), as: "for")
      let testbed = try Testbed(id: start.instance)
      defer { testbed.tearDown() }
      let foreign = try ForeignProgram(on: testbed.outside, scratch)
      defer { foreign.remove() }
      try start.expectRefusal(
        start.configuration(inside: testbed.inside, outside: testbed.outside, driver: driver), status: 1,
        saying: ["'\(testbed.outside)'", ForeignProgram.name], interfaces: [testbed.inside])
      #expect(foreign.isThere)
    }

    @Test func aSecondDaemonOfTheInstanceIsRefusedAndTheFirstGoesOn() throws {
      let scratch = try Scratch()
      let bundle = try scratch.bundle("nat")
      try LiveRig.run(bundle: bundle, as: "two") { testbed, nf in
        try ping(testbed)
        let start = try DaemonStart(scratch, bundle, as: "two")
        #expect(start.instance == nf.instance)
        let result = try start.run(start.configuration(inside: testbed.inside, outside: testbed.outside))
        #expect(result.status == 1 && result.errors.contains("already running"), "\(result)")
        #expect(result.errors.split(separator: "\n").count == 1, "\(result.errors)")
        #expect(nf.isRunning)
        try ping(testbed)
        #expect(try nf.status().packets.finishedOnNic > 0)
      }
    }

    @Test func anotherInstanceDoesNotTakeTheInterfaces() throws {
      let scratch = try Scratch()
      let bundle = try scratch.bundle("nat")
      try LiveRig.run(bundle: bundle, as: "own") { testbed, nf in
        let start = try DaemonStart(scratch, bundle, as: "oth")
        let configuration = start.configuration(inside: testbed.inside, outside: testbed.outside)
        try start.expectRefusal(configuration, status: 1, saying: ["'\(testbed.inside)'", "already has an XDP program"])
        try ping(testbed)
      }
    }

    @Test func aStartAfterAKillCleansUpAndServes() throws {
      let scratch = try Scratch()
      let bundle = try scratch.bundle("nat")
      let name = LiveRig.name("kil")
      let testbed = try Testbed(id: name)
      defer { testbed.tearDown() }
      try killed(try DeployedNF(bundle, on: testbed, instance: name, corad: BuiltProgram.path("corad")), on: testbed)
      #expect(Remains.carriesXDP(testbed.inside), "the NIC half goes on without the daemon")

      let next = try DeployedNF(bundle, on: testbed, instance: name, corad: BuiltProgram.path("corad"))
      let notes = try next.status().notes
      #expect(notes.contains { $0.contains("killed daemon") }, "\(notes)")
      try ping(testbed)
      #expect(next.stop().status == 0)
      #expect(Remains.of(instance: name, interfaces: [testbed.inside, testbed.outside]) == [])
    }

    private func killed(_ nf: DeployedNF, on testbed: Testbed) throws {
      try ping(testbed)
      kill(nf.processID, SIGKILL)
      #expect(BackgroundProcess.await(timeout: 10) { !nf.isRunning })
    }

    private func ping(_ testbed: Testbed) throws {
      try testbed.client.require(["ping", "-c", "10", "-i", "0.05", "-W", "5", testbed.server.ipv4])
    }
  }
}
