import Testing
import Wire

/// The library's TCP machine, in the program of the front end's cases.
@Suite struct MachineTests {
  private let source = """
    import std.tcp
    nf T {
      port inside, outside
      struct Session { packets: u32, life: TcpLife }
      state sessions: map[FiveTuple -> Session] { capacity 16  expire idle by life  full drop "full" }
      on packet(ip: ipv4, tcp) from inside {
        let flow = FiveTuple(ip, tcp)
        let session = sessions[flow] else {
          if not opensTcp(tcp) { drop "no session" }
          insert sessions[flow] = Session(packets: 1, life: TcpLife.opening)
          forward outside
        }
        session.packets += 1
        advance session.life(tcp, answer: false)
        forward outside
      }
      on packet(ip: ipv4, tcp) from outside {
        let session = sessions[FiveTuple(ip, tcp).reversed] else drop "no session"
        session.packets += 1
        advance session.life(tcp, answer: true)
        forward inside
      }
      otherwise drop "no TCP"
    }
    """

  /// Sends segments, some seconds apart.
  private final class Talk {
    let rig: SourceRig
    var clock = 1.0

    init(_ source: String) throws { rig = try SourceRig(source) }

    func inside(_ flags: TCPFlags, after seconds: Double = 0.01) -> String {
      clock += seconds
      return rig.send(
        PacketBuilder.tcp(from: Host.inside(1, 1000), to: Host.outside(1, 80), flags: flags), from: 0, at: clock)
    }
    func outside(_ flags: TCPFlags, after seconds: Double = 0.01) -> String {
      clock += seconds
      return rig.send(
        PacketBuilder.tcp(from: Host.outside(1, 80), to: Host.inside(1, 1000), flags: flags), from: 1, at: clock)
    }
    func handshake() {
      #expect(inside(.syn) == "out outside")
      #expect(outside([.syn, .ack]) == "out inside")
      #expect(inside(.ack) == "out outside")
    }
  }

  @Test func `Only a SYN from inside opens`() throws {
    let talk = try Talk(source)
    #expect(talk.outside(.syn) == "no session")
    #expect(talk.inside(.ack) == "no session")
    #expect(talk.inside([.syn, .ack]) == "no session")
    #expect(talk.inside(.syn) == "out outside")
    #expect(talk.rig.live("sessions") == 1)
  }

  @Test func `Each state has a time-out of its own`() throws {
    let opening = try Talk(source)
    #expect(opening.inside(.syn) == "out outside")
    #expect(opening.outside(.ack, after: 119) == "out inside")
    #expect(opening.outside(.ack, after: 121) == "no session")

    let answered = try Talk(source)
    #expect(answered.inside(.syn) == "out outside")
    #expect(answered.outside([.syn, .ack]) == "out inside")
    #expect(answered.inside(.ack, after: 61) == "no session")

    let established = try Talk(source)
    established.handshake()
    #expect(established.outside(.ack, after: 7_199) == "out inside")
    #expect(established.outside(.ack, after: 7_201) == "no session")
  }

  @Test func `Two FINs, from either side first, leave a connection that is soon forgotten`() throws {
    for opensClosing in [true, false] {
      let talk = try Talk(source)
      talk.handshake()
      #expect(opensClosing ? talk.inside([.fin, .ack]) == "out outside" : talk.outside([.fin, .ack]) == "out inside")
      #expect(opensClosing ? talk.outside([.fin, .ack]) == "out inside" : talk.inside([.fin, .ack]) == "out outside")
      #expect(talk.inside(.ack, after: 119) == "out outside")
      #expect(talk.inside(.ack, after: 121) == "no session")
    }
  }

  @Test func `A reset ends the record at once`() throws {
    let talk = try Talk(source)
    talk.handshake()
    #expect(talk.outside(.rst) == "out inside")
    #expect(talk.rig.live("sessions") == 0)
    #expect(talk.inside(.ack) == "no session")
  }

  @Test func `The ports of a closed connection may be used again`() throws {
    let talk = try Talk(source)
    talk.handshake()
    #expect(talk.inside([.fin, .ack]) == "out outside")
    #expect(talk.outside([.fin, .ack]) == "out inside")
    talk.handshake()
    #expect(talk.outside(.ack, after: 3_600) == "out inside")
  }
}
