import IR

/// Programs whose branches no packet takes by chance.
enum Maze {
  /// Numbers of 16 to 64 bits that are computed before they are compared, and a checksum.
  static let arithmetic = """
    program Arithmetic
    port out
    reason "short"
    reason "wrong"
    header h: numbers 40 bytes
    block b0 entry:
      v0: u32 = constant 0
      extract h at v0: ok b1, short b6
    block b1 first:
      v1: u32 = load h.first[0:32]
      v2: u32 = constant 77777
      v3: u32 = add v1, v2
      v4: u32 = constant 1431655765
      v5: u32 = xor v3, v4
      v6: u32 = constant 305419896
      v7: bit = eq v5, v6
      branch v7: then b2, else b7
    block b2 second:
      v8: u64 = load h.second[64:64]
      v9: u64 = constant 5
      v10: u64 = mul v8, v9
      v11: u64 = constant 61728394506172839
      v12: bit = gt v10, v11
      v13: u64 = constant 61728394506172850
      v14: bit = lt v10, v13
      v15: bit = and v12, v14
      branch v15: then b3, else b7
    block b3 sum:
      v16: u32 = constant 20
      v17: u16 = sumBytes v16, v16
      v18: u16 = constant 65535
      v19: bit = eq v17, v18
      branch v19: then b4, else b7
    block b4 third:
      v20: u16 = load h.third[33:16]
      switch v20: 4660 b5, 22136 b5, else b7
    block b5 found:
      forward out
    block b6 short:
      drop "short"
    block b7 wrong:
      drop "wrong"
    """

  /// A table of records with elements of a pool; the answer must carry the element.
  static func sessions(capacity: Int, pool: Int) -> String {
    """
    program Sessions
    port inside
    port outside
    reason "short"
    reason "empty"
    reason "full"
    reason "unknown"
    map sessions (client: u32) -> (element: u16)
      capacity \(capacity) expires 1000000000 ns after lookup full fails
    map elements (number: u16) -> (client: u32)
      capacity \(capacity) expires 1000000000 ns after lookup full fails companion of sessions
    pool numbers: u16 100...\(99 + pool) released with sessions.element
    header h: request 8 bytes
    entry session: sessions
    entry element: elements
    block b0 entry:
      v0: u32 = constant 0
      extract h at v0: ok b1, short b9
    block b1 side:
      v1: u16 = ingressPort
      v2: u16 = constant 0
      v3: bit = eq v1, v2
      branch v3: then b2, else b5
    block b2 request:
      v4: u32 = load h.client[0:32]
      lookup sessions(v4) as session: hit b6, miss b3
    block b3 new:
      v5: u16 = take numbers: ok b4, empty b10
    block b4 insert:
      insert sessions(v4) = (v5), elements(v5) = (v4): ok b7, full b11
    block b5 answer:
      v6: u16 = load h.number[32:16]
      lookup elements(v6) as element: hit b8, miss b12
    block b6 known:
      forward outside
    block b7 inserted:
      forward outside
    block b8 answered:
      forward inside
    block b9 short:
      drop "short"
    block b10 empty:
      drop "empty"
    block b11 full:
      drop "full"
    block b12 unknown:
      drop "unknown"
    """
  }

  /// The second branch asks for a preimage of the hash.
  static let locked = """
    program Locked
    port out
    param open: u8 = 3 "3"
    reason "short"
    reason "closed"
    header h: key 8 bytes
    block b0 entry:
      v0: u32 = constant 0
      extract h at v0: ok b1, short b3
    block b1 hash:
      v1: u64 = load h.key[0:64]
      v2: u64 = hash seed 1 (v1)
      v3: u64 = constant 81985529216486895
      v4: bit = eq v2, v3
      branch v4: then b2, else b4
    block b2 open:
      forward out
    block b3 short:
      drop "short"
    block b4 closed:
      drop "closed"
    """
}
