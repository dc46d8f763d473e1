/// What is known before an instruction on any path to it: the registers and stack of each function that is running.
struct MachineState: Hashable {
  struct Frame: Hashable {
    /// r0 to r10.
    var registers = [Value](repeating: .nothing, count: 11)
    /// By offset from the frame's top.
    var stack: [Int: Slot] = [:]
  }

  struct Slot: Hashable {
    var bytes: Int
    var value: Value
  }

  /// The running function is the last.
  var frames: [Frame]

  /// At the start of a program.
  static var entry: MachineState {
    var state = MachineState(frames: [])
    state.enter(registers: [])
    state[1] = .context(0)
    return state
  }

  subscript(register: Int) -> Value {
    get { frames[frames.count - 1].registers[register] }
    set { frames[frames.count - 1].registers[register] = newValue }
  }

  /// Begins a function with these arguments, from r1 on.
  mutating func enter(registers: [Value]) {
    var frame = Frame()
    for (index, value) in registers.enumerated() { frame.registers[index + 1] = value }
    frame.registers[10] = .stack(frame: frames.count, offset: 0)
    frames.append(frame)
  }

  /// Goes back to the caller. What pointed into the frame points nowhere any more.
  mutating func leave() {
    let result = self[0]
    frames.removeLast()
    for register in 1...5 { self[register] = .nothing }
    if case .stack(frames.count, _) = result { self[0] = .unknown } else { self[0] = result }
  }

  mutating func store(_ value: Value, frame: Int, offset: Int, bytes: Int) {
    guard frames.indices.contains(frame) else { return }
    forget(frame: frame, offset: offset, bytes: bytes)
    frames[frame].stack[offset] = Slot(bytes: bytes, value: value)
  }

  /// Something unknown is written somewhere in the frame.
  mutating func forgetStack(frame: Int) {
    if frames.indices.contains(frame) { frames[frame].stack = [:] }
  }

  private mutating func forget(frame: Int, offset: Int, bytes: Int) {
    for place in (offset - 7)..<(offset + bytes) {
      if let slot = frames[frame].stack[place], place + slot.bytes > offset { frames[frame].stack[place] = nil }
    }
  }

  func load(frame: Int, offset: Int, bytes: Int) -> Value {
    let known = frames.indices.contains(frame) ? frames[frame].stack[offset] : nil
    guard let known, known.bytes == bytes else { return .scalar(.bytes(bytes)) }
    return known.value
  }

  /// For each byte from there on, whether it is surely zero.
  func areZero(frame: Int, offset: Int, bytes: Int) -> [Bool] {
    (0..<bytes).map { index in
      let place = offset + index
      for start in (place - 7)...place {
        guard let slot = frames[frame].stack[start], start + slot.bytes > place else { continue }
        guard let constant = slot.value.scalar?.constant else { return false }
        return constant >> UInt64((place - start) * 8) & 0xff == 0
      }
      return false
    }
  }

  /// No pointer into the packet is good any more.
  mutating func forgetPacket() {
    func forgotten(_ value: Value) -> Value {
      switch value {
      case .packet, .packetEnd: .unknown
      default: value
      }
    }
    for index in frames.indices {
      frames[index].registers = frames[index].registers.map(forgotten)
      frames[index].stack = frames[index].stack.mapValues { Slot(bytes: $0.bytes, value: forgotten($0.value)) }
    }
  }

  func joined(_ other: MachineState, widening: Bool) -> MachineState {
    var result = self
    for index in frames.indices where other.frames.indices.contains(index) {
      let (new, old) = (frames[index], other.frames[index])
      func merged(_ a: Value, _ b: Value) -> Value { widening ? a.widened(from: b) : a.joined(b) }
      result.frames[index].registers = zip(new.registers, old.registers).map(merged)
      result.frames[index].stack = new.stack.reduce(into: [:]) { stack, entry in
        guard let before = old.stack[entry.key], before.bytes == entry.value.bytes else { return }
        stack[entry.key] = Slot(bytes: before.bytes, value: merged(entry.value.value, before.value))
      }
    }
    return result
  }
}
