/// An object's type information, as far as it describes maps (kernel documentation, "BPF Type Format").
struct BTF {
  private struct Entry {
    var name: Int
    var kind: UInt32
    var memberCount: Int
    /// Size or referenced type, by kind.
    var word: UInt32
    /// Where the data behind the entry begins.
    var detail: Int
  }

  private let types: ByteView
  private let strings: ByteView
  /// Number 0 is `void`.
  private var entries: [Entry] = []
  private var variables: [String: Int] = [:]

  init(_ content: ByteView) throws(ObjectError) {
    let header = try BTFHeader(content)
    types = try content.part(header.length + UInt64(try content.u32(8)), UInt64(try content.u32(12)), "BTF's types")
    strings = try content.part(header.length + UInt64(try content.u32(16)), UInt64(try content.u32(20)), "BTF's strings")
    entries.append(Entry(name: 0, kind: 0, memberCount: 0, word: 0, detail: 0))
    var offset = 0
    while offset < types.count {
      let info = try types.u32(offset + 4)
      let entry = Entry(
        name: Int(try types.u32(offset)), kind: info >> 24 & 31, memberCount: Int(info & 0xffff),
        word: try types.u32(offset + 8), detail: offset + 12)
      if entry.kind == Kind.variable { variables[try strings.text(at: entry.name)] = entries.count }
      offset = entry.detail + (try Self.detailBytes(entry, at: types.start + offset))
      guard offset <= types.count else { throw .at(types.end, "BTF's types are cut off") }
      entries.append(entry)
    }
  }

  func string(_ offset: Int) throws(ObjectError) -> String { try strings.text(at: offset) }

  private enum Kind {
    static let pointer: UInt32 = 2
    static let array: UInt32 = 3
    static let structure: UInt32 = 4
    static let variable: UInt32 = 14
    /// Names, qualifiers and tags for another type.
    static let transparent: Set<UInt32> = [8, 9, 10, 11, 18]
    static let sized: Set<UInt32> = [1, 4, 5, 6, 16, 19]
  }

  private static func detailBytes(_ entry: Entry, at place: Int) throws(ObjectError) -> Int {
    switch entry.kind {
    case 1, 14, 17: 4
    case 3: 12
    case 4, 5, 15, 19: entry.memberCount * 12
    case 6, 13: entry.memberCount * 8
    case 2, 7...12, 16, 18: 0
    default: throw .at(place, "BTF has no kind \(entry.kind)")
    }
  }

  /// The map that a variable in `.maps` declares.
  func map(_ name: String) throws(ObjectError) -> MapDefinition {
    guard let variable = variables[name] else { throw .section(".maps", "BTF has no variable '\(name)'") }
    let structure = try resolved(Int(entries[variable].word))
    guard structure.kind == Kind.structure else { throw .section(".maps", "'\(name)' is no structure") }
    var map = MapDefinition(name: name, type: 0, keyBytes: 0, valueBytes: 0, entries: 0, flags: 0)
    for index in 0..<structure.memberCount {
      let place = structure.detail + index * 12
      let type = Int(try types.u32(place + 4))
      switch try string(Int(try types.u32(place))) {
      case "type": map.type = UInt32(truncatingIfNeeded: try number(type, name))
      case "max_entries": map.entries = try number(type, name)
      case "map_flags": map.flags = UInt32(truncatingIfNeeded: try number(type, name))
      case "key_size": map.keyBytes = try number(type, name)
      case "value_size": map.valueBytes = try number(type, name)
      case "key": map.keyBytes = try size(pointee(type, name))
      case "value": map.valueBytes = try size(pointee(type, name))
      default: break
      }
    }
    return map
  }

  /// `__uint(name, value)` is a pointer to an array of `value` elements.
  private func number(_ type: Int, _ map: String) throws(ObjectError) -> Int {
    let array = try resolved(pointee(type, map))
    guard array.kind == Kind.array else { throw .section(".maps", "'\(map)' has a number that is none") }
    return Int(try types.u32(array.detail + 8))
  }

  private func pointee(_ type: Int, _ map: String) throws(ObjectError) -> Int {
    let pointer = try resolved(type)
    guard pointer.kind == Kind.pointer else { throw .section(".maps", "'\(map)' has a member that is no pointer") }
    return Int(pointer.word)
  }

  /// Without names and qualifiers. A chain longer than any compiler makes is a cycle.
  private func resolved(_ type: Int) throws(ObjectError) -> Entry {
    var type = type
    for _ in 0..<Self.longestChain {
      guard entries.indices.contains(type) else { throw .at(types.start, "BTF has no type \(type)") }
      guard Kind.transparent.contains(entries[type].kind) else { return entries[type] }
      type = Int(entries[type].word)
    }
    throw .at(types.start, "BTF's type \(type) goes around in circles")
  }

  private static let longestChain = 32

  /// Bytes of a type.
  private func size(_ type: Int) throws(ObjectError) -> Int {
    var (type, factor) = (type, 1)
    for _ in 0..<Self.longestChain {
      let entry = try resolved(type)
      if entry.kind == Kind.pointer { return try checked(8, factor) }
      if Kind.sized.contains(entry.kind) { return try checked(Int(entry.word), factor) }
      guard entry.kind == Kind.array else { return 0 }
      factor = try checked(Int(try types.u32(entry.detail + 8)), factor)
      type = Int(try types.u32(entry.detail))
    }
    throw .at(types.start, "BTF's type \(type) goes around in circles")
  }

  private func checked(_ size: Int, _ factor: Int) throws(ObjectError) -> Int {
    let (product, overflow) = size.multipliedReportingOverflow(by: factor)
    guard !overflow, product <= Int(UInt32.max) else { throw .at(types.start, "BTF has a type of more than 4 GiB") }
    return product
  }
}

/// The beginning of `.BTF` and `.BTF.ext`.
struct BTFHeader {
  var length: UInt64

  init(_ content: ByteView) throws(ObjectError) {
    guard try content.u16(0) == 0xeb9f else { throw .at(content.start, "not BTF") }
    length = UInt64(try content.u32(4))
  }
}
