import Wire

extension Machine {
  /// Runs one packet to its verdict. Time does not go back: an earlier `now` counts as the latest one.
  func run(_ packet: UnsafeMutableRawBufferPointer, port: UInt16, now: UInt64) -> Outcome {
    let clock = advance(to: now)
    progress.pointee.useCount = 0
    registers[FixedRegister.packetLength] = UInt64(truncatingIfNeeded: packet.count) & 0xffff_ffff
    registers[FixedRegister.ingressPort] = UInt64(port)
    registers[FixedRegister.now] = clock
    let frame = frame(for: packet)
    progress.pointee.frame = frame
    var outcome = execute(frame, port: port, now: clock)
    count(outcome, bytes: progress.pointee.frame.length)
    if progress.pointee.hasEmitted { attachEmissions(to: &outcome) }
    return outcome
  }

  /// Sets the clock, which does not go back, removes what has expired, and returns the reading that counts.
  @inline(__always) @discardableResult
  func advance(to now: UInt64) -> UInt64 {
    let clock = max(now, progress.pointee.now)
    progress.pointee.now = clock
    for index in 0..<expiringCount { expiring[index].pointee.expire(now: clock) }
    return clock
  }

  private func count(_ outcome: Outcome, bytes: Int) {
    let path = Int(outcome.path)
    if path < pathCount {
      paths[path].packets &+= 1
      paths[path].bytes &+= UInt64(truncatingIfNeeded: bytes)
    }
    let reason = Int(outcome.reason)
    if outcome.verdict == .drop, reason < dropCount { drops[reason] &+= 1 }
  }

  /// One switch over all opcodes: what each does stands beside it, or in a helper that is inlined here.
  private func execute(_ frame: Frame, port: UInt16, now: UInt64) -> Outcome {
    var (base, length) = (frame.base, frame.length)
    let code = code
    let registers = registers
    var cursor = Cursor()
    while true {
      let step = code + cursor.position
      let s = step.pointee
      cursor.position &+= 1
      switch s.opcode {
      case .move: registers[s.destination] = registers[s.a]
      case .add: registers[s.destination] = (registers[s.a] &+ registers[s.b]) & s.immediate
      case .sub: registers[s.destination] = (registers[s.a] &- registers[s.b]) & s.immediate
      case .mul: registers[s.destination] = (registers[s.a] &* registers[s.b]) & s.immediate
      case .div: registers[s.destination] = Arithmetic.quotient(registers[s.a], registers[s.b])
      case .rem: registers[s.destination] = Arithmetic.remainder(registers[s.a], registers[s.b])
      case .and: registers[s.destination] = registers[s.a] & registers[s.b]
      case .or: registers[s.destination] = registers[s.a] | registers[s.b]
      case .xor: registers[s.destination] = registers[s.a] ^ registers[s.b]
      case .shl:
        registers[s.destination] = Arithmetic.left(registers[s.a], by: registers[s.b], width: s.small) & s.immediate
      case .shr: registers[s.destination] = Arithmetic.right(registers[s.a], by: registers[s.b], width: s.small)
      case .addSat: registers[s.destination] = Arithmetic.saturatingSum(registers[s.a], registers[s.b], s.immediate)
      case .subSat: registers[s.destination] = Arithmetic.saturatingDifference(registers[s.a], registers[s.b])
      case .min: registers[s.destination] = Swift.min(registers[s.a], registers[s.b])
      case .max: registers[s.destination] = Swift.max(registers[s.a], registers[s.b])
      case .equal: registers[s.destination] = registers[s.a] == registers[s.b] ? 1 : 0
      case .notEqual: registers[s.destination] = registers[s.a] != registers[s.b] ? 1 : 0
      case .less: registers[s.destination] = registers[s.a] < registers[s.b] ? 1 : 0
      case .lessOrEqual: registers[s.destination] = registers[s.a] <= registers[s.b] ? 1 : 0
      case .select: registers[s.destination] = registers[s.a] != 0 ? registers[s.b] : registers[s.c]
      case .convert: registers[s.destination] = registers[s.a] & s.immediate
      case .hash: registers[s.destination] = hash(s)

      case .load8: registers[s.destination] = UInt64(field(s, base).load(as: UInt8.self))
      case .load16: registers[s.destination] = UnsafeRawPointer(field(s, base)).big16(0)
      case .load32: registers[s.destination] = UnsafeRawPointer(field(s, base)).big32(0)
      case .load48:
        let place = UnsafeRawPointer(field(s, base))
        registers[s.destination] = place.big32(0) &<< 16 | place.big16(4)
      case .load64: registers[s.destination] = UnsafeRawPointer(field(s, base)).big64(0)
      case .loadBits:
        registers[s.destination] = BitField.load(field(s, base), shift: Int(s.small & 7), bits: Int(s.small &>> 3))
      case .store8:
        field(s, base).storeBytes(of: UInt8(truncatingIfNeeded: registers[s.a]), as: UInt8.self)
      case .store16: field(s, base).setBig16(0, registers[s.a])
      case .store32: field(s, base).setBig32(0, registers[s.a])
      case .store48:
        field(s, base).setBig32(0, registers[s.a] &>> 16)
        field(s, base).setBig16(4, registers[s.a])
      case .store64: field(s, base).setBig64(0, registers[s.a])
      case .storeBits:
        BitField.store(field(s, base), shift: Int(s.small & 7), bits: Int(s.small &>> 3), registers[s.a])
      case .adjustChecksum: adjustChecksum(s, field(s, base))

      case .length: registers[s.destination] = UInt64(truncatingIfNeeded: length) & 0xffff_ffff
      case .bind:
        guard extract(s, length: length) else { return Outcome(verdict: .drop, reason: s.small, path: cursor.path) }
      case .insertBytes, .removeBytes, .setLength:
        guard moveBytes(s) else { return Outcome(verdict: .drop, reason: s.small, path: cursor.path) }
        (base, length) = (progress.pointee.frame.base, progress.pointee.frame.length)
      case .sumBytes: registers[s.destination] = sumBytes(s)
      case .hashBytes: registers[s.destination] = hashBytes(s)
      case .skipExtensions: registers[s.destination] = skipExtensions(s)
      case .mirror: mirror(s)
      case .export: export(s)

      case .loadEntry: registers[s.destination] = entries[Int(s.c)].row[Int(s.d)]
      case .storeEntry: entries[Int(s.c)].row[Int(s.d)] = registers[s.a]
      case .addEntry:
        let word = entries[Int(s.c)].row + Int(s.d)
        word.pointee = (word.pointee &+ registers[s.a]) & s.immediate
      case .storeTimeout, .addTimeout: writeTimeout(s)
      case .remove: stores.tables[Int(s.small)].remove(entries[Int(s.c)].slot)
      case .loadArray:
        registers[s.destination] = stores.arrays[Int(s.small)].cell(registers[s.a], Int(s.d))?.pointee ?? 0
      case .storeArray: stores.arrays[Int(s.small)].cell(registers[s.a], Int(s.d))?.pointee = registers[s.b]
      case .addArray:
        if let cell = stores.arrays[Int(s.small)].cell(registers[s.a], Int(s.d)) {
          cell.pointee = (cell.pointee &+ registers[s.b]) & s.immediate
        }
      case .sketchAdd:
        gather(s.c, into: stores.sketches[Int(s.small)].key, count: stores.sketches[Int(s.small)].keyWords)
        registers[s.destination] = stores.sketches[Int(s.small)].add(registers[s.a])
      case .sketchEstimate:
        gather(s.c, into: stores.sketches[Int(s.small)].key, count: stores.sketches[Int(s.small)].keyWords)
        registers[s.destination] = stores.sketches[Int(s.small)].estimate()
      case .tally:
        gather(s.c, into: stores.tallies[Int(s.small)].key, count: stores.tallies[Int(s.small)].keyWords)
        registers[s.destination] = stores.tallies[Int(s.small)].count

      case .jump: cursor.follow(s, first: true)
      case .branch: cursor.follow(s, first: registers[s.c] != 0)
      case .branchEqual: cursor.follow(s, first: registers[s.c] == registers[s.d])
      case .branchNotEqual: cursor.follow(s, first: registers[s.c] != registers[s.d])
      case .branchLess: cursor.follow(s, first: registers[s.c] < registers[s.d])
      case .branchLessOrEqual: cursor.follow(s, first: registers[s.c] <= registers[s.d])
      case .switchOver: switchOver(s, &cursor)
      case .extract: cursor.follow(s, first: extract(s, length: length))
      case .lookup: cursor.follow(s, first: lookup(s, now: now))
      case .match: cursor.follow(s, first: match(s))
      case .insert: cursor.follow(s, first: insert(s, now: now))
      case .append: cursor.follow(s, first: append(s, now: now))
      case .take: cursor.follow(s, first: take(s))
      case .dequeue: cursor.follow(s, first: dequeue(s, now: now))
      case .meter:
        let bucket = entries[Int(s.destination)].row + Int(s.d)
        let conforms = stores.buckets[Int(s.small)].charge(bucket, amount: registers[s.c], now: now)
        cursor.follow(s, first: conforms)
      case .pick: cursor.follow(s, first: pick(s))

      case .forward: return Outcome(verdict: .forward, port: s.small, path: cursor.path)
      case .reply: return Outcome(verdict: .forward, port: port, path: cursor.path)
      case .drop: return Outcome(verdict: .drop, reason: s.small, path: cursor.path)
      case .controlPlane: return Outcome(verdict: .controlPlane, path: cursor.path)
      }
    }
  }
}

/// Where a packet is in the code, and its path number so far.
struct Cursor {
  var position = 0
  var path: UInt32 = 0

  @inline(__always)
  mutating func follow(_ step: Code, first: Bool) {
    position = Int(first ? step.a : step.b)
    path &+= UInt32(truncatingIfNeeded: first ? step.immediate : step.immediate &>> 32)
  }
}
