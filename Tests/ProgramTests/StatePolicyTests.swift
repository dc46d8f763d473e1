import IR
import Interpreter
import Testing
import Wire

/// A UDP packet of 100 bytes.
private func packet(from number: UInt8 = 1, to other: UInt8 = 1, port: UInt16 = 9) -> [UInt8] {
  PacketBuilder.udp(
    from: Host.inside(number, port), to: Host.outside(other, 9), payload: [UInt8](repeating: 0, count: 58))
}

/// Meters of three colours, queues, tallies, Bloom filters, time-outs by a field and tables that give up one in n.
@Suite struct StatePolicyTests {
  private func colours(_ buckets: String) throws -> Rig {
    try Rig(
      source: """
        nf T {
          port inside, outside
          state m: meter[ipv4] { \(buckets)  capacity 8  expire idle 1h  full drop "full" }
          on packet(ip: ipv4) {
            match m[ip.source].color(packet.length) {
              green => forward outside
              yellow => to control plane
              red => drop "red"
            }
          }
          otherwise drop "no"
        }
        """)
  }

  /// `g`, `y` and `r` for packets of 100 tokens at one time.
  private func marks(_ rig: Rig, _ count: Int, after seconds: Double, from source: UInt8 = 1) -> String {
    (0..<count).map { index in
      switch rig.send(packet(from: source), from: "inside", after: index == 0 ? seconds : 0).fate {
      case .out: "g"
      case .controlPlane: "y"
      case .dropped: "r"
      }
    }.joined()
  }

  /// RFC 2697: 1,000 tokens per second fill the first bucket (500), what flows over the second (800).
  @Test func `One rate with an excess burst`() throws {
    let rig = try colours("rate 1000  burst 500  excess burst 800")
    #expect(marks(rig, 15, after: 0) == "gggggyyyyyyyyrr")
    #expect(marks(rig, 5, after: 0.31) == "gggrr")
    #expect(marks(rig, 9, after: 0.81) == "gggggyyyr")
    #expect(marks(rig, 15, after: 60) == "gggggyyyyyyyyrr")
    #expect(marks(rig, 6, after: 0, from: 2) == "gggggy")
  }

  /// RFC 2698: above 2,000 tokens per second (bursts of 900) red, above 1,000 (bursts of 500) yellow.
  @Test func `Two rates`() throws {
    let rig = try colours("rate 1000  burst 500  peak rate 2000 burst 900")
    #expect(marks(rig, 11, after: 0) == "gggggyyyyrr")
    #expect(marks(rig, 6, after: 0.26) == "ggyyyr")
    #expect(marks(rig, 11, after: 60) == "gggggyyyyrr")
  }

  @Test(arguments: ["excess burst 60", "peak rate 2000 burst 99"])
  func `What no full bucket holds is red`(second: String) throws {
    #expect(marks(try colours("rate 1000  burst 50  \(second)"), 2, after: 0) == "rr")
  }

  @Test func `A queue gives back in order what is due`() throws {
    let rig = try Rig(
      source: """
        nf T {
          port inside, outside
          state due: queue[(source: ipv4, port: u16)] { capacity 2  after 1s  full drop "full" }
          on packet(ip: ipv4, udp) from inside { due.push((ip.source, udp.source))  forward outside }
          on packet(ip: ipv4, udp) {
            let old = due.pop() else drop "nothing due"
            ip.destination = old.source
            udp.destination = old.port
            forward inside
          }
          otherwise drop "no"
        }
        """)
    #expect(rig.send(packet(), from: "outside").fate == .dropped("nothing due"))
    #expect(rig.send(packet(from: 1, port: 11), from: "inside").fate == .out("outside"))
    #expect(rig.send(packet(from: 2, port: 12), from: "inside", after: 0.5).fate == .out("outside"))
    #expect(rig.send(packet(from: 3), from: "inside").fate == .dropped("full"))
    #expect(rig.send(packet(), from: "outside", after: 0.4).fate == .dropped("nothing due"))
    let first = rig.send(packet(), from: "outside", after: 0.2)
    #expect(first.fate == .out("inside"))
    #expect(first.view?.to == Host.inside(1, 11))
    #expect(rig.send(packet(), from: "outside").fate == .dropped("nothing due"))
    #expect(rig.send(packet(from: 3), from: "inside").fate == .out("outside"))
    #expect(rig.send(packet(), from: "outside", after: 0.5).view?.to == Host.inside(2, 12))
    #expect(rig.send(packet(), from: "outside").fate == .dropped("nothing due"))
  }

  @Test func `A tally follows the life of the records`() throws {
    let rig = try Rig(
      source: """
        nf T {
          port inside, outside
          state flows: map[(source: ipv4, port: u16) -> u8] { capacity 64  expire idle 1s  full drop "full" }
          state perSource: tally of flows by source
          on packet(ip: ipv4, udp) from inside {
            let entry = flows[ip.source, udp.source] else {
              if perSource[ip.source] >= 2 { drop "too many" }
              insert flows[ip.source, udp.source] = 1
              forward outside
            }
            if udp.destination == 10 { remove entry }
            forward outside
          }
          otherwise drop "no"
        }
        """)
    func send(_ source: UInt8, _ port: UInt16, after seconds: Double = 0.001) -> Bool {
      !rig.send(packet(from: source, port: port), from: "inside", after: seconds).isDropped
    }
    #expect([send(1, 1), send(1, 2), send(1, 3), send(2, 3), send(1, 1)] == [true, true, false, true, true])
    let last = PacketBuilder.udp(from: Host.inside(1, 2), to: Host.outside(1, 10), payload: [])
    #expect(rig.send(last, from: "inside").fate == .out("outside"))
    #expect([send(1, 3), send(1, 4)] == [true, false])
    #expect([send(1, 4, after: 1.5), send(1, 5), send(1, 6)] == [true, true, false])
  }

  @Test func `A Bloom filter forgets nothing`() throws {
    let rig = try Rig(
      source: """
        nf T {
          port inside, outside
          state known: bloom[(source: ipv4, port: u16)] { rows 4  columns 65_536 }
          on packet(ip: ipv4, udp) from inside { known.add((ip.source, udp.source))  forward outside }
          on packet(ip: ipv4, udp) where known.contains((ip.source, udp.source)) { forward inside }
          otherwise drop "unknown"
        }
        """)
    for port in 0..<500 { rig.send(packet(port: UInt16(port)), from: "inside") }
    for _ in 0..<300 { rig.send(packet(port: 7), from: "inside") }
    let known = (0..<500).filter { !rig.send(packet(port: UInt16($0)), from: "outside").isDropped }
    #expect(known.count == 500)
    // One in (65,536 / 500) to the power of four is mistaken.
    #expect((500..<1000).allSatisfy { rig.send(packet(port: UInt16($0)), from: "outside").isDropped })
  }

  @Test func `A record lives as long as its field says`() throws {
    let rig = try Rig(
      source: """
        nf T {
          port inside, outside
          enum Life: u8 { opening, open, closing }
          struct Session { bytes: u32, life: Life }
          state sessions: map[ipv4 -> Session] {
            capacity 8
            expire idle by life { opening 1s  open 10s  otherwise 2s }
            full drop "full"
          }
          on packet(ip: ipv4) from inside {
            let session = sessions[ip.source] else {
              insert sessions[ip.source] = Session(0, Life.opening)
              forward outside
            }
            session.life = Life.open
            forward outside
          }
          on packet(ip: ipv4, udp) {
            let session = sessions[ip.source] else drop "gone"
            if udp.source == 1 { session.life = Life.closing }
            forward inside
          }
          otherwise drop "no"
        }
        """)
    rig.send(packet(), from: "inside")
    #expect(rig.send(packet(), from: "outside", after: 1.1).fate == .dropped("gone"))
    rig.send(packet(), from: "inside")
    rig.send(packet(), from: "inside")
    #expect(rig.send(packet(), from: "outside", after: 9).fate == .out("inside"))
    #expect(rig.send(packet(port: 1), from: "outside", after: 9).fate == .out("inside"))
    #expect(rig.send(packet(), from: "outside", after: 2.1).fate == .dropped("gone"))
  }

  @Test func `A full map takes about one in n`() throws {
    let rig = try Rig(
      source: """
        nf T {
          port inside, outside
          state flows: map[u16 -> u8] { capacity 4  expire idle 1h  full sample 1 in 8 else drop "full" }
          on packet(ip: ipv4, udp) { insert flows[udp.source] = 1  forward outside }
          otherwise drop "no"
        }
        """)
    let taken = (0..<804).filter { rig.send(packet(port: UInt16($0)), from: "inside").fate == .out("outside") }
    #expect(taken.prefix(4) == [0, 1, 2, 3])
    #expect((60...140).contains(taken.count - 4), "\(taken.count - 4) of 800")
    #expect(rig.live("flows") == 4)
  }
}
