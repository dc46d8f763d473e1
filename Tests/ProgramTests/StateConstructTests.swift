import IR
import Interpreter
import Testing
import Wire

/// A UDP packet of 100 bytes.
private func packet(from number: UInt8 = 1, to other: UInt8 = 1, port: UInt16 = 9, ttl: UInt8 = 64) -> [UInt8] {
  var bytes = PacketBuilder.udp(
    from: Host.inside(number, port), to: Host.outside(other, 9), payload: [UInt8](repeating: 0, count: 58))
  bytes[22] = ttl
  return bytes
}

/// What the states of the language do, on packets: sets, arrays, counters, and what a full or aged map does.
@Suite struct StateConstructTests {
  @Test func `A set holds what was inserted until it expires`() throws {
    let rig = try Rig(
      source: """
        nf T {
          port inside, outside
          state known: set[ipv6] { capacity 8  expire fixed 1s  full drop "full" }
          on packet(ip: ipv4) where known.contains(ip.source) { forward outside }
          on packet(ip: ipv4) {
            insert known[ip.source]
            drop "new"
          }
          otherwise drop "no"
        }
        """)
    #expect(rig.send(packet(), from: "inside").fate == .dropped("new"))
    #expect(rig.send(packet(), from: "inside", after: 0.9).fate == .out("outside"))
    #expect(rig.send(packet(from: 2), from: "inside").fate == .dropped("new"))
    #expect(rig.live("known") == 2)
    #expect(rig.send(packet(), from: "inside", after: 0.2).fate == .dropped("new"))
  }

  @Test func `A record is removed from a set by its entry`() throws {
    let rig = try Rig(
      source: """
        nf T {
          port inside, outside
          state known: set[ipv4] { capacity 8  expire idle 1h  full drop "full" }
          on packet(ip: ipv4) from inside { insert known[ip.source]  forward outside }
          on packet(ip: ipv4) {
            let entry = known[ip.source] else drop "unknown"
            remove entry
            forward inside
          }
          otherwise drop "no"
        }
        """)
    #expect(rig.send(packet(), from: "outside").fate == .dropped("unknown"))
    rig.send(packet(), from: "inside")
    #expect(rig.send(packet(), from: "outside").fate == .out("inside"))
    #expect(rig.send(packet(), from: "outside").fate == .dropped("unknown"))
  }

  /// What `or` has decided is not looked up, so that it does not keep the record alive.
  @Test(arguments: [(UInt8(1), "forgotten"), (2, "known")])
  func `Only what is looked up is kept alive`(ttl: UInt8, answer: String) throws {
    let rig = try Rig(
      source: """
        nf T {
          port inside, outside
          state known: set[ipv4] { capacity 8  expire idle 1s  full drop "full" }
          on packet(ip: ipv4) from outside {
            if known.contains(ip.source) { drop "known" }
            drop "forgotten"
          }
          on packet(ip: ipv4) where ip.ttl == 9 { insert known[ip.source]  forward outside }
          on packet(ip: ipv4) {
            if ip.ttl == 1 or known.contains(ip.source) { forward outside }
            drop "neither"
          }
          otherwise drop "no"
        }
        """)
    rig.send(packet(ttl: 9), from: "inside")
    #expect(rig.send(packet(ttl: ttl), from: "inside", after: 0.7).fate == .out("outside"))
    #expect(rig.send(packet(), from: "outside", after: 0.7).fate == .dropped(answer))
  }

  @Test func `Conditions with lookups decide like any others`() throws {
    let rig = try Rig(
      source: """
        nf T {
          port inside, outside
          state a: set[ipv4] { capacity 8  expire idle 1h  full drop "full" }
          state b: set[ipv4] { capacity 8  expire idle 1h  full drop "full" }
          on packet(ip: ipv4) from inside {
            if ip.ttl == 1 { insert a[ip.source] }
            if ip.ttl == 2 { insert b[ip.source] }
            forward outside
          }
          on packet(ip: ipv4) {
            let both = a.contains(ip.source) and b.contains(ip.source)
            let one = a.contains(ip.source) != b.contains(ip.source)
            if both { drop "both" }
            if not one and not (a.contains(ip.source) or b.contains(ip.source)) { drop "none" }
            if one and (b.contains(ip.source) == false) { drop "a" }
            drop "b"
          }
          otherwise drop "no"
        }
        """)
    for (source, marks) in [(UInt8(2), [UInt8(1)]), (3, [2]), (4, [1, 2])] {
      for mark in marks { rig.send(packet(from: source, ttl: mark), from: "inside") }
    }
    let answers = (1...4).map { rig.send(packet(from: UInt8($0)), from: "outside").fate }
    #expect(answers == ["none", "a", "b", "both"].map { .dropped($0) })
  }

  @Test func `A full set hands its packets to the host`() throws {
    let rig = try Rig(
      source: """
        nf T {
          port inside, outside
          state known: set[ipv4] { capacity 2  expire idle 1h  full fallback host }
          on packet(ip: ipv4) { insert known[ip.source]  forward outside }
          otherwise drop "no"
        }
        """)
    let fates = (1...4).map { rig.send(packet(from: UInt8($0)), from: "inside").fate }
    #expect(fates == [.out("outside"), .out("outside"), .controlPlane, .controlPlane])
  }

  @Test func `Counters count packets and bytes`() throws {
    let rig = try Rig(
      source: """
        nf T {
          port inside, outside
          state all: counter
          state byPort: counter[4]
          on packet(ip: ipv4, udp) {
            all.count()
            byPort[udp.source].count()
            if all.packets == 4 and all.bytes == 400 { drop "four" }
            if byPort[udp.source].bytes == 200 { drop "two of this port" }
            forward outside
          }
          otherwise drop "no"
        }
        """)
    let fates = [1, 2, 1, 3, 9, 9].map { rig.send(packet(port: UInt16($0)), from: "inside").fate }
    #expect(
      fates == [
        .out("outside"), .out("outside"), .dropped("two of this port"), .dropped("four"), .out("outside"),
        .out("outside"),
      ])
  }

  @Test func `Elements past an array's end read as zero and take nothing`() throws {
    let rig = try Rig(
      source: """
        nf T {
          port inside, outside
          struct Totals { packets: u64, port: u16 }
          state totals: array[Totals] { size 4 }
          on packet(ip: ipv4, udp) {
            totals[udp.source].packets += 1
            if totals[udp.source].packets == 2 {
              totals[udp.source] = Totals(packets: 100, port: udp.source)
              forward outside
            }
            if totals[udp.source].packets == 101 and totals[udp.source].port == udp.source { reply }
            drop "counted"
          }
          otherwise drop "no"
        }
        """)
    for _ in 0..<4 { #expect(rig.send(packet(port: 4), from: "inside").isDropped) }
    let fates = (0..<4).map { _ in rig.send(packet(port: 3), from: "inside").fate }
    #expect(fates == [.dropped("counted"), .out("outside"), .out("inside"), .dropped("counted")])
  }
}
