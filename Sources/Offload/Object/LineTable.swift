/// The source lines of an object's instructions, from `.BTF.ext`.
struct LineTable {
  /// By section name; ascending by instruction.
  private var lines: [String: [(instruction: Int, line: SourceLine)]] = [:]

  init() {}

  init(_ content: ByteView, _ types: BTF) throws(ObjectError) {
    let header = try BTFHeader(content)
    guard header.length >= 24 else { return }
    let table = try content.part(header.length + UInt64(try content.u32(16)), UInt64(try content.u32(20)), "the line table")
    guard table.count >= 4 else { return }
    let size = Int(try table.u32(0))
    guard size >= 16 else { throw .at(table.start, "line records of \(size) bytes") }
    var offset = 4
    while offset < table.count {
      let section = try types.string(Int(try table.u32(offset)))
      let count = Int(try table.u32(offset + 4))
      offset += 8
      guard count <= (table.count - offset) / size else { throw .at(table.start + offset - 4, "\(count) line records are cut off") }
      for index in 0..<count {
        let record = offset + index * size
        let column = try table.u32(record + 12)
        let line = SourceLine(
          file: try types.string(Int(try table.u32(record + 4))), line: Int(column >> 10), column: Int(column & 1023))
        lines[section, default: []].append((Int(try table.u32(record)) / 8, line))
      }
      offset += count * size
    }
    for section in lines.keys { lines[section]?.sort { $0.instruction < $1.instruction } }
  }

  /// The line of an instruction: that of the last record at or before it.
  func line(_ section: String, _ instruction: Int) -> SourceLine? {
    guard let lines = lines[section] else { return nil }
    let next = lines.partitioningIndex { $0.instruction > instruction }
    return next == 0 ? nil : lines[next - 1].line
  }
}

/// A place in the source that an object was compiled from.
public struct SourceLine: Hashable, Sendable, CustomStringConvertible {
  public var file: String
  public var line: Int
  public var column: Int

  public var description: String { column == 0 ? "\(file):\(line)" : "\(file):\(line):\(column)" }
}
