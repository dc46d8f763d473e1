import Driver
import Foundation
import Testbed
import Testing
import Traffic
import struct Traffic.ComparisonResult

extension LiveTests {
  /// `corad` without root.
  @Suite struct UnprivilegedTests {
    private static let nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]

    @Test func interfacesNeedRootAndItSaysSo() throws {
      let start = try start(as: "nrt")
      let testbed = try Testbed(id: start.instance)
      defer { testbed.tearDown() }
      try start.expectRefusal(
        start.configuration(inside: testbed.inside, outside: testbed.outside), status: 1, saying: ["root"],
        interfaces: [testbed.inside, testbed.outside])
    }

    @Test func capturesGoThroughWithoutRoot() throws {
      let start = try start(as: "cap")
      let input = start.scratch.file("in.pcap"), output = start.scratch.file("out.pcap")
      try Self.traffic.write(to: input)
      try Command.require(["chmod", "644", input])
      let socket = start.scratch.file("control.sock")
      let configuration = """
        instance: \(start.instance)
        socket: \(socket)
        ports:
          - {name: inside, driver: pcap, input: \(input)}
          - {name: outside, driver: pcap, output: \(output)}

        """
      let file = try start.scratch.write(configuration, to: "corad.yaml")
      let daemon = try BackgroundProcess(Self.nobody + [start.corad, "--bundle", start.bundle, "--config", file])
      let packets = UInt64(Self.traffic.packets)
      let isThrough = BackgroundProcess.await(timeout: 30) {
        !daemon.isRunning || (try? DaemonClient(socket).status().packets.offered) == packets
      }
      let end = daemon.stop()
      #expect(isThrough && end.status == 0, "\(end)")
      let comparison = try compare(input, output)
      #expect(comparison.isEqual, "\(comparison)")
      #expect(Remains.of(instance: start.instance, interfaces: []) == [])
    }

    private func compare(_ input: String, _ output: String) throws -> ComparisonResult {
      let oracle = try InterpretedRun(try ProgramSource(path: BuiltProgram.source("nat")))
      var comparison = TraceComparison(expected: try oracle.forwarded(of: input))
      let reader = try CaptureReader(path: output)
      while let packet = try reader.next() { comparison.receive(packet.bytes) }
      return comparison.result
    }

    /// For the user nobody: `corad` and a bundle to read, and a directory to write in.
    private func start(as purpose: String) throws -> DaemonStart {
      let scratch = try Scratch()
      let bundle = try scratch.bundle("nat")
      try Command.require(["chmod", "-R", "a+rX", bundle])
      try Command.require(["chown", "65534:65534", scratch.path])
      var start = try DaemonStart(scratch, bundle, as: purpose)
      try Command.require(["install", "-m", "755", start.corad, scratch.file("corad")])
      start.corad = scratch.file("corad")
      start.prefix = Self.nobody
      return start
    }

    private static var traffic: SyntheticTraffic {
      var traffic = SyntheticTraffic()
      traffic.flows = 500
      traffic.packets = 5_000
      traffic.packetsPerSecond = 100_000
      traffic.tcpShare = 0.3
      return traffic
    }
  }
}
