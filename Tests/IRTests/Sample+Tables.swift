extension Sample {
  /// Tables of each kind of match, a tally, time-outs by a field, a Bloom filter.
  static let guardian = """
    program Guardian from "guardian.nf"

    port inside
    port outside

    reason "short"
    reason "denied"
    reason "too many"

    table stations (mac: u48) -> (vlan: u16) capacity 64 exact
    table routes (vrf: u16, address.hi: u64, address.lo: u64) -> (next: u32) capacity 1024 prefix 128
    table rules (source: u32, port: u16) -> (allow: bit) capacity 32 ternary 1
    table names (number: u8) -> () capacity 4 ternary
    map flows (source: u32, port: u16) -> (state: u8, bytes: u64)
      capacity 4096 expires 60000000000 ns after lookup or by #0 (5000000000, 120000000000) full evicts one in 16
    tally perSource (source: u32) of flows by 0
    sketch seen (source: u32) 3 rows 256 columns of 8 bits

    header ip: ipv4 20 bytes

    entry station: stations
    entry route: routes
    entry rule: rules
    entry name: names
    entry flow: flows

    block b0 entry:
      v0: u32 = constant 14
      extract ip at v0: ok b1, short b12

    block b1 ipv4:
      v1: u32 = load ip.source[96:32]
      v2: u16 = load ip.port[32:16]
      v3: u48 = load ip.mac[32:48]
      lookup stations(v3) as station: hit b2, miss b13

    block b2 station:
      v4: u16 = read station.vlan
      v5: u64 = convert v1
      v6: u64 = constant 0
      lookup routes(v4, v6, v5) as route: hit b3, miss b13

    block b3 route:
      v7: u32 = read route.next
      lookup rules(v1, v2) as rule: hit b4, miss b13

    block b4 rule:
      v8: bit = read rule.allow
      v9: u8 = constant 1
      lookup names(v9) as name: hit b5, miss b5

    block b5 known:
      branch v8: then b6, else b13

    block b6 allowed:
      v10: u64 = constant 1
      v11: u64 = count seen(v1) by v10
      lookup flows(v1, v2) as flow: hit b7, miss b8

    block b7 old:
      write flow.state = v9
      increase flow.bytes by v10
      forward outside

    block b8 new:
      v12: u32 = tally perSource(v1)
      v13: u32 = constant 100
      v14: bit = lt v12, v13
      branch v14: then b9, else b10

    block b9 few:
      insert flows(v1, v2) = (v9, v10): ok b11, full b10

    block b10 many:
      drop "too many"

    block b11 made:
      forward outside

    block b12 short:
      drop "short"

    block b13 denied:
      drop "denied"

    """

  /// A queue of waiting keys, and an entry with two buckets, of which the second gets what the first has no room for.
  static let shaper = """
    program Shaper from "shaper.nf"

    port inside
    port outside

    reason "short"
    reason "too fast"
    reason "no room for it"

    map buckets (source: u32) -> (tokens: u64, updated: u64, tokens1: u64, updated1: u64)
      capacity 256 full evicts meter rate 1000 burst 1500 overflows into 1 meter rate 0 burst 3000
    queue waiting (source: u32, bytes: u16) capacity 512 after 30000000000 ns

    header ip: ipv4 20 bytes

    entry bucket: buckets
    entry oldest: waiting

    block b0 entry:
      v0: u32 = constant 14
      extract ip at v0: ok b1, short b8

    block b1 ipv4:
      v1: u32 = load ip.source[96:32]
      v2: u16 = load ip.length[16:16]
      v3: u64 = convert v2
      lookup buckets(v1) as bucket: hit b2, miss b5

    block b2 committed:
      meter bucket by v3: conform b5, exceed b3

    block b3 excess:
      meter bucket bucket 1 by v3: conform b4, exceed b7

    block b4 yellow:
      insert waiting() = (v1, v2): ok b5, full b9

    block b5 due:
      dequeue waiting as oldest: ok b6, empty b10

    block b6 taken:
      v4: u32 = read oldest.source
      store ip.source[96:32] = v4
      insert waiting() = (v4, v2): ok b11, full b9

    block b7 red:
      drop "too fast"

    block b8 short:
      drop "short"

    block b9 full:
      drop "no room for it"

    block b10 green:
      forward outside

    block b11 again:
      v5: u16 = read oldest.bytes
      store ip.length[16:16] = v5
      forward inside

    """
}
