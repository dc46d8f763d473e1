import IR
import Interpreter
import Testing
import Wire

private let publicAddress = IPAddress.v4(203, 0, 113, 1)

@Suite struct NATTests {
  @Test func `A datagram goes out under the public address and the first port, its answer comes back`() throws {
    let nat = try Rig("nat")
    let (host, server) = (Host.inside(1, 4000), Host.outside(1, 53))
    let out = nat.send(PacketBuilder.udp(from: host, to: server, payload: [1, 2, 3]), from: "inside")
    #expect(out.fate == .out("outside"))
    #expect(out.view?.from == Endpoint(publicAddress, 1024) && out.view?.to == server)
    #expect(Checksum.verify(out.bytes) == ChecksumReport(ipv4: true, transport: true))
    #expect(out.view?.payload.map(Array.init) == [1, 2, 3])
    let reply = try #require(PacketBuilder.reply(to: out.bytes, payload: [9]))
    let back = nat.send(reply, from: "outside")
    #expect(back.fate == .out("inside"))
    #expect(back.view?.from == server && back.view?.to == host)
    #expect(Checksum.verify(back.bytes) == ChecksumReport(ipv4: true, transport: true))
  }

  @Test func `TCP is translated both ways, with options and tags in the way`() throws {
    let nat = try Rig("nat")
    var options = PacketBuilder.Options()
    options.ipv4Options = [1, 1, 1, 1, 1, 1, 1, 1]
    options.vlans = [12]
    let (host, server) = (Host.inside(7, 4000), Host.outside(1, 80))
    let out = nat.send(PacketBuilder.tcp(from: host, to: server, flags: .syn, options: options), from: "inside")
    #expect(out.fate == .out("outside") && out.view?.from?.address == publicAddress)
    #expect(out.view?.ipv4?.headerLength == 28 && out.view?.ethernet.vlans == [12])
    #expect(Checksum.verify(out.bytes) == ChecksumReport(ipv4: true, transport: true))
    let back = nat.send(try #require(PacketBuilder.reply(to: out.bytes)), from: "outside")
    #expect(back.fate == .out("inside") && back.view?.to == host && back.view?.tcp?.flags == [.syn, .ack])
  }

  @Test func `An echo's identifier plays the port`() throws {
    let nat = try Rig("nat")
    let host = Host.inside(1, 77)
    let ping = PacketBuilder.icmpEcho(from: host.address, to: .v4(198, 51, 100, 9), identifier: 77, payload: [5])
    let out = nat.send(ping, from: "inside")
    #expect(out.fate == .out("outside") && out.view?.icmp?.identifier == 1024)
    #expect(Checksum.verify(out.bytes) == ChecksumReport(ipv4: true, transport: true))
    let back = nat.send(try #require(PacketBuilder.reply(to: out.bytes)), from: "outside")
    #expect(back.fate == .out("inside") && back.view?.to == host && back.view?.icmp?.type == 0)
    #expect(Checksum.verify(back.bytes).isIntact)
    // A reply from inside opens nothing.
    let stray = PacketBuilder.icmpEcho(from: host.address, to: .v4(198, 51, 100, 9), identifier: 3, isReply: true)
    #expect(nat.send(stray, from: "inside").isDropped)
  }

  @Test func `UDP without a checksum goes out without one`() throws {
    let nat = try Rig("nat")
    var options = PacketBuilder.Options()
    options.omitsUDPChecksum = true
    let packet = PacketBuilder.udp(from: Host.inside(1, 9), to: Host.outside(1, 9), options: options)
    let out = nat.send(packet, from: "inside")
    #expect(out.view?.udp?.checksum == 0 && Checksum.verify(out.bytes).ipv4 == true)
  }

  @Test func `Flows differ in any part of the five-tuple, and each has a port of its own`() throws {
    let nat = try Rig("nat")
    let flows = [
      (Host.inside(1, 1), Host.outside(1, 1)), (Host.inside(2, 1), Host.outside(1, 1)),
      (Host.inside(1, 2), Host.outside(1, 1)), (Host.inside(1, 1), Host.outside(2, 1)),
      (Host.inside(1, 1), Host.outside(1, 2)),
    ]
    for _ in 0..<2 {
      let ports = flows.flatMap { from, to in
        [PacketBuilder.udp(from: from, to: to), PacketBuilder.tcp(from: from, to: to)].map {
          nat.send($0, from: "inside").view?.from?.port
        }
      }
      #expect(ports == (0..<10).map { 1024 + $0 })
    }
    #expect(nat.live("bindings") == 10 && nat.live("owners") == 10)
  }

  @Test func `What nobody asked for is dropped`() throws {
    let nat = try Rig("nat")
    let toPublic = Endpoint(publicAddress, 1024)
    #expect(
      nat.send(PacketBuilder.udp(from: Host.outside(1, 5), to: toPublic), from: "outside").fate
        == .dropped("no binding"))
    let other = PacketBuilder.udp(from: Host.outside(1, 5), to: Host.inside(1, 5))
    #expect(nat.send(other, from: "outside").fate == .dropped("not translated"))
    // A binding of UDP is none of TCP.
    _ = nat.send(PacketBuilder.udp(from: Host.inside(1, 5), to: Host.outside(1, 5)), from: "inside")
    #expect(
      nat.send(PacketBuilder.tcp(from: Host.outside(1, 5), to: toPublic), from: "outside").fate
        == .dropped("no binding"))
    #expect(nat.send(PacketBuilder.udp(from: Host.inside6(1, 5), to: Host.outside6(1, 5)), from: "inside").isDropped)
  }

  @Test func `When ports run out new flows are dropped, old ones go on, and a dead binding's port comes back`() throws {
    let nat = try Rig("nat", replacing: ["range 1024...65_535": "range 2000...2003"])
    func udp(_ number: UInt16) -> [UInt8] { PacketBuilder.udp(from: Host.inside(1, number), to: Host.outside(1, 9)) }
    for number in 0..<4 as Range<UInt16> {
      #expect(nat.send(udp(number), from: "inside", after: 10).view?.from?.port == 2000 + number)
    }
    #expect(nat.send(udp(9), from: "inside").fate == .dropped("no free port"))
    #expect(nat.send(udp(0), from: "inside").view?.from?.port == 2000)
    // The bindings of 2001, 2002 and 2003 were last used 20, 10 and 0 seconds ago; 100.5 s later the first is dead.
    #expect(nat.send(udp(9), from: "inside", after: 100.5).view?.from?.port == 2001)
    #expect(nat.send(udp(8), from: "inside").fate == .dropped("no free port"))
  }

  @Test func `The whole pool serves as many flows as it has ports`() throws {
    let nat = try Rig("nat")
    var packet = PacketBuilder.udp(from: Host.inside(1, 0), to: Host.outside(1, 9))
    for flow in 0..<64_512 {
      packet[29] = UInt8(flow >> 8)
      packet[34] = UInt8(flow & 0xff)
      let out = nat.send(packet, from: "inside", after: 1e-6)
      if out.fate != .out("outside") { Issue.record("flow \(flow): \(out.fate)") }
    }
    packet[26] = 11
    #expect(nat.send(packet, from: "inside").fate == .dropped("no free port"))
    #expect(nat.interpreter.free(inPool: "ports") == 0)
  }

  @Test func `A binding dies two minutes after the last packet of either direction`() throws {
    let nat = try Rig("nat")
    let request = PacketBuilder.udp(from: Host.inside(1, 1), to: Host.outside(1, 1))
    let out = nat.send(request, from: "inside")
    let reply = try #require(PacketBuilder.reply(to: out.bytes))
    #expect(nat.send(reply, from: "outside", after: 119).fate == .out("inside"))
    #expect(nat.send(reply, from: "outside", after: 119).fate == .out("inside"))
    #expect(nat.send(request, from: "inside", after: 119).view?.from?.port == 1024)
    #expect(nat.send(reply, from: "outside", after: 120).fate == .dropped("no binding"))
    #expect(nat.live("bindings") == 0)
    #expect(nat.send(request, from: "inside").view?.from?.port == 1025)
  }

  @Test func `Fragments and malformed packets are dropped and leave no binding`() throws {
    let nat = try Rig("nat")
    let whole = PacketBuilder.udp(from: Host.inside(1, 1), to: Host.outside(1, 1), payload: [UInt8](0..<32))
    for fragment in [(0, true), (8, true), (16, false)] {
      var options = PacketBuilder.Options()
      options.fragment = PacketBuilder.Fragment(offset: fragment.0, length: 8, more: fragment.1)
      let packet = PacketBuilder.udp(from: Host.inside(1, 1), to: Host.outside(1, 1), options: options)
      #expect(nat.send(packet, from: "inside").fate == .dropped("fragment"))
    }
    for (what, bytes) in malformed(whole) {
      #expect(nat.send(bytes, from: "inside").fate == .dropped("not translated"), "\(what)")
    }
    #expect(nat.live("bindings") == 0)
    for bytes in damaged(whole) { _ = nat.send(bytes, from: "inside") }
  }

  @Test func `Another public address may be set`() throws {
    let nat = try Rig("nat", settings: ["public": "192.0.2.77"])
    let out = nat.send(PacketBuilder.udp(from: Host.inside(1, 1), to: Host.outside(1, 1)), from: "inside")
    #expect(out.view?.source == .v4(192, 0, 2, 77))
    let back = nat.send(try #require(PacketBuilder.reply(to: out.bytes)), from: "outside")
    #expect(back.view?.to == Host.inside(1, 1))
  }
}
