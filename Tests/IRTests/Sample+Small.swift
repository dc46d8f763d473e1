extension Sample {
  /// A token bucket per destination address.
  static let policer = """
    program Policer from "policer.nf"

    port lan
    port wan

    reason "short"
    reason "over the rate"

    map buckets (destination: u32) -> (tokens: u64, updated: u64)
      capacity 4096 expires 10000000000 ns after lookup full evicts meter rate 1000000 burst 15000

    header ip: ipv4 20 bytes

    entry bucket: buckets

    block b0 entry:
      v0: u32 = constant 14
      extract ip at v0: ok b1, short b7

    block b1 ipv4:
      v1: u32 = load ip.destination[128:32]
      lookup buckets(v1) as bucket: hit b2, miss b3

    block b2 hit:
      v2: u32 = packetLength
      v3: u64 = convert v2
      meter bucket by v3: conform b5, exceed b6

    block b3 miss:
      v4: u64 = constant 15728640000
      v5: u64 = now
      insert buckets(v1) = (v4, v5): ok b4, full b6

    block b4 fresh:
      forward wan

    block b5 conform:
      forward wan

    block b6 exceed:
      drop "over the rate"

    block b7 short:
      drop "short"

    """

  /// Packets and bytes per ingress port in an array, heavy sources in a sketch.
  static let flowmon = """
    program FlowMon from "flowmon.nf"

    port a
    port b

    array totals[2] (packets: u64, bytes: u64)
    sketch heavy (source.hi: u64, source.lo: u64) 4 rows 1024 columns
      eventual 10000000 ns

    header ip6: ipv6 40 bytes

    block b0 entry:
      v0: u16 = ingressPort
      v1: u32 = convert v0
      v2: u64 = constant 1
      v3: u32 = packetLength
      v4: u64 = convert v3
      increase totals[v1].packets by v2
      increase totals[v1].bytes by v4
      v5: u32 = constant 14
      extract ip6 at v5: ok b1, short b2

    block b1 ipv6:
      v6: u64 = load ip6.source.hi[64:64]
      v7: u64 = load ip6.source.lo[128:64]
      count heavy(v6, v7) by v4
      forward b

    block b2 "not IPv6":
      reply

    """

  /// Maglev over a config table, chosen by a hash.
  static let balancer = """
    program Balancer from "lb.nf"

    port clients
    port servers

    reason "no backend"

    array backends[8] (address: u32, weight: u32) config
    ring maglev 251 slots over backends.weight

    header ip: ipv4 20 bytes

    block b0 entry:
      v0: u32 = constant 14
      extract ip at v0: ok b1, short b4

    block b1 ipv4:
      v1: u32 = load ip.source[96:32]
      v2: u64 = hash seed 7 (v1)
      v3: u32 = pick maglev by v2: ok b2, empty b3

    block b2 picked:
      v4: u32 = read backends[v3].address
      v5: u32 = load ip.destination[128:32]
      checksum ip.checksum[80:16] from v5 to v4
      store ip.destination[128:32] = v4
      forward servers

    block b3 empty:
      drop "no backend"

    block b4 short:
      to control plane

    """

  static let all = [nat, policer, flowmon, balancer, tunnel, guardian, shaper]
}
