import Plan
import Wire

// States of a host half that have places of their own for each element.
extension HostHalf {
  /// The elements of a queue, oldest first.
  func elements(of queue: ProgramLayout.Queue) -> [StateSnapshot.Element] {
    guard let memory = table(state: queue.state) else { return [] }
    let bytes = UnsafeRawBufferPointer(memory)
    let (first, count) = (Int(bytes.load(as: UInt32.self)), Int(bytes.load(fromByteOffset: 4, as: UInt32.self)))
    let stride = 8 + queue.element.size
    return (0..<count).compactMap { index in
      let start = 8 + (first + index) % queue.capacity * stride
      guard start + stride <= bytes.count else { return nil }
      let values = queue.element.read(UnsafeRawBufferPointer(rebasing: bytes[start + 8..<start + stride]))
      return StateSnapshot.Element(values: values ?? [], pushed: bytes.load(fromByteOffset: start, as: UInt64.self))
    }
  }

  /// The counts of a tally that are not zero, by key.
  func counts(of tally: ProgramLayout.Tally) -> [StateSnapshot.Count] {
    guard let memory = table(state: tally.state) else { return [] }
    let bytes = UnsafeRawBufferPointer(memory)
    let size = 8 + tally.key.size
    let counts = stride(from: 0, to: bytes.count - size + 1, by: size).compactMap { start -> StateSnapshot.Count? in
      let count = bytes.load(fromByteOffset: start + 4, as: UInt32.self)
      guard count != 0 else { return nil }
      let key = tally.key.read(UnsafeRawBufferPointer(rebasing: bytes[start + 8..<start + size]))
      return StateSnapshot.Count(key: key ?? [], records: UInt64(count))
    }
    return counts.sorted(by: StateSnapshot.inKeyOrder)
  }
}
