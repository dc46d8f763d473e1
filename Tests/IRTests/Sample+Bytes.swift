extension Sample {
  /// Each instruction that moves, sums, hashes, copies or gives away bytes.
  static let tunnel = """
    program Tunnel from "tunnel.nf"

    port inside
    port outside
    port tap

    reason "short"
    reason "fragment"

    stream flows (source.hi: u64, bytes: u32)

    header ip6: ipv6 40 bytes
    header outer: ipv4 20 bytes
    header inner: ipv6 40 bytes

    block b0 entry:
      v0: u32 = constant 14
      extract ip6 at v0: ok b1, short b4

    block b1 ipv6:
      v1: u8 = load ip6.next[48:8]
      v2: u64 = load ip6.source.hi[64:64]
      v3: u32 = constant 54
      v4: u64 = skipExtensions v1, v3
      v5: u32 = packetLength
      export flows(v2, v5)
      mirror tap
      v6: u64 = constant 16777216
      v7: u64 = and v4, v6
      v8: bit = eq v7, v6
      branch v8: then b3, else b2

    block b2 wrap:
      v9: u64 = hashBytes seed 9 v3, v5
      v10: u16 = convert v9
      insertBytes 20 at v0
      bind outer at v0
      store outer.identification[32:16] = v10
      v11: u32 = constant 20
      v12: u16 = sumBytes v0, v11
      store outer.checksum[80:16] = v12
      removeBytes v11 at v0
      setLength v5
      bind inner at v0
      store inner.limit[56:8] = v1
      forward outside

    block b3 fragment:
      drop "fragment"

    block b4 short:
      drop "short"

    """
}
