/// Programs in text form that the tests share.
enum Sample {
  /// Source NAT for UDP: a group of two maps and a pool that is released with it.
  static let nat = """
    program SourceNAT from "nat.nf"

    param public: u32 = 3405803777 "203.0.113.1"

    port inside
    port outside

    reason "not translated"
    reason "no free port"
    reason "no binding"
    reason "table full"

    map bindings (source: u32, destination: u32, sourcePort: u16, destinationPort: u16, proto: u8) -> (port: u16)
      capacity 65536 expires 120000000000 ns after lookup full fails @6:3-6:96
    map owners (proto: u8, port: u16) -> (address: u32, port: u16)
      capacity 65536 full fails companion of bindings @7:3-7:90
    pool ports: u16 1024...65535 released with bindings.port @8:3-8:80

    header eth: ethernet 14 bytes
    header ip: ipv4 20 bytes
    header udp: udp 8 bytes

    entry binding: bindings
    entry owner: owners

    block b0 entry:
      v0: u32 = constant 0
      extract eth at v0: ok b1, short b17 @10:3-10:40

    block b1 ethernet:
      v1: u16 = load eth.type[96:16]
      switch v1: 2048 b2, else b17

    block b2 ipv4:
      v2: u32 = constant 14
      extract ip at v2: ok b3, short b17

    block b3 ipv4.ok:
      v3: u8 = load ip.versionAndLength[0:8]
      v4: u8 = constant 69
      v5: bit = eq v3, v4
      v6: u8 = load ip.protocol[72:8]
      v7: u8 = constant 17
      v8: bit = eq v6, v7
      v9: bit = and v5, v8
      branch v9: then b4, else b17

    block b4 udp:
      v10: u32 = constant 34
      extract udp at v10: ok b5, short b17

    block b5 ipv4.udp:
      v11: u32 = load ip.source[96:32]
      v12: u32 = load ip.destination[128:32]
      v13: u16 = load udp.source[0:16]
      v14: u16 = load udp.destination[16:16]
      v15: u16 = ingressPort
      switch v15: 0 b6, 1 b12, else b17

    block b6 inside:
      lookup bindings(v11, v12, v13, v14, v6) as binding: hit b7, miss b8 @12:16-12:30

    block b7 hit:
      v16: u16 = read binding.port
      jump b11(v16)

    block b8 miss:
      v17: u16 = take ports: ok b9, empty b15 @13:19-13:31

    block b9 fresh:
      insert bindings(v11, v12, v13, v14, v6) = (v17), owners(v6, v17) = (v11, v13): ok b10, full b16 @14:7-15:40

    block b10 inserted:
      jump b11(v17)

    block b11 rewrite(v18: u16):
      v19: u32 = parameter public
      checksum ip.checksum[80:16] from v11 to v19
      checksum udp.checksum[48:16] from v11 to v19 zeroRule
      checksum udp.checksum[48:16] from v13 to v18 zeroRule
      store ip.source[96:32] = v19 @18:7-18:25
      store udp.source[0:16] = v18 @19:7-19:23
      forward outside @20:7-20:22

    block b12 outside:
      lookup owners(v6, v14) as owner: hit b13, miss b14 @24:19-24:50

    block b13 hit:
      v20: u32 = read owner.address
      v21: u16 = read owner.port
      checksum ip.checksum[80:16] from v12 to v20
      checksum udp.checksum[48:16] from v12 to v20 zeroRule
      checksum udp.checksum[48:16] from v14 to v21 zeroRule
      store ip.destination[128:32] = v20
      store udp.destination[16:16] = v21
      forward inside @27:7-27:21

    block b14 noBinding:
      drop "no binding" @24:56-24:73

    block b15 noPort:
      drop "no free port"

    block b16 full:
      drop "table full"

    block b17 otherwise:
      drop "not translated" @29:3-29:34

    """
}
