import Testing
import Wire

/// What a trace cannot write down: cookies, which depend on the secret.
@Suite struct SynGuardTests {
  private static let client = Host.outside(1, 4000)
  private static let server = Host.inside(1, 80)

  private func segment(_ flags: TCPFlags, sequence: UInt32, acknowledgement: UInt32 = 0) -> [UInt8] {
    PacketBuilder.tcp(
      from: Self.client, to: Self.server, flags: flags, sequence: sequence, acknowledgement: acknowledgement)
  }

  /// The sequence number that a SYN is answered with.
  private func cookie(_ guarded: Rig, sequence: UInt32 = 100) throws -> UInt32 {
    let answer = guarded.send(segment(.syn, sequence: sequence), from: "clients")
    let tcp = try #require(answer.view?.tcp)
    #expect(answer.fate == .out("clients") && tcp.flags == [.syn, .ack] && tcp.acknowledgement == sequence &+ 1)
    return tcp.sequence
  }

  @Test func `A client that acknowledges its cookie is reset, and then reaches the server`() throws {
    let guarded = try Rig("synguard")
    let cookie = try cookie(guarded)
    let proof = segment(.ack, sequence: 101, acknowledgement: cookie &+ 1)
    let reset = guarded.send(proof, from: "clients")
    let tcp = try #require(reset.view?.tcp)
    #expect(reset.fate == .out("clients") && tcp.flags == [.rst, .ack])
    #expect(tcp.sequence == cookie &+ 1 && tcp.acknowledgement == 101)
    #expect(Checksum.verify(reset.bytes).isIntact)
    let syn = segment(.syn, sequence: 200)
    let out = guarded.send(syn, from: "clients", after: 299)
    #expect(out.fate == .out("servers") && out.isUnchanged(syn))
    #expect(guarded.send(syn, from: "clients", after: 301).fate == .out("clients"), "no longer proven")
  }

  @Test func `A cookie is good for a minute at least, and for two at most`() throws {
    let proofs = try [59.0, 121].map { seconds in
      let guarded = try Rig("synguard")
      let cookie = try cookie(guarded)
      return guarded.send(
        segment(.ack, sequence: 101, acknowledgement: cookie &+ 1), from: "clients", after: seconds)
    }
    #expect(proofs[0].fate == .out("clients"))
    #expect(proofs[1].fate == .dropped("wrong cookie"))
  }

  @Test func `A cookie is one flow's, and nobody's without the secret`() throws {
    let guarded = try Rig("synguard")
    let cookie = try cookie(guarded)
    let other = Endpoint(Self.client.address, 4001)
    let stolen = PacketBuilder.tcp(
      from: other, to: Self.server, flags: .ack, sequence: 101, acknowledgement: cookie &+ 1)
    #expect(guarded.send(stolen, from: "clients").fate == .dropped("wrong cookie"))
    let elsewhere = try Rig("synguard", settings: ["secret": "1"])
    #expect(try self.cookie(elsewhere) != cookie)
  }

  @Test func `A flood of SYNs leaves no trace in the guard`() throws {
    let guarded = try Rig("synguard")
    for number in 0..<1000 { _ = try cookie(guarded, sequence: UInt32(number)) }
    #expect(guarded.live("proven") == 0)
  }
}
