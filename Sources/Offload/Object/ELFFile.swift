/// The parts of an eBPF object file that matter here: 64-bit little-endian ELF for the machine "Linux BPF".
///
/// Source of the layout: System V ABI, "ELF-64 Object File Format", and elf.h.
struct ELFFile {
  struct Section {
    var name: String
    var type: UInt32
    var flags: UInt64
    var link: Int
    var info: Int
    var content: ByteView

    var isCode: Bool { type == Self.programBits && flags & 0x4 != 0 }
    static let programBits: UInt32 = 1
    static let symbolTable: UInt32 = 2
    static let withoutBits: UInt32 = 8
    static let relocationsWithAddend: UInt32 = 4
    static let relocations: UInt32 = 9
  }

  struct Symbol {
    var name: String
    var type: UInt8
    var section: Int
    var value: UInt64
    var size: UInt64

    static let object: UInt8 = 1
    static let function: UInt8 = 2
    static let ofSection: UInt8 = 3
    /// `section` of a symbol that is defined elsewhere.
    static let undefined = 0
  }

  struct Relocation {
    /// Byte offset in the section that it changes.
    var offset: UInt64
    var type: UInt32
    var symbol: Int
  }

  private(set) var sections: [Section] = []
  private(set) var symbols: [Symbol] = []
  /// By the section they change, in order.
  private(set) var relocations: [Int: [Relocation]] = [:]

  init(_ bytes: [UInt8]) throws(ObjectError) {
    let file = ByteView(bytes)
    try Self.checkHeader(file)
    try readSections(file)
    try readSymbols()
    try readRelocations()
  }

  private static func checkHeader(_ file: ByteView) throws(ObjectError) {
    guard file.count >= 4, try file.u32(0) == 0x464c_457f else { throw .at(0, "not an ELF file") }
    guard file.count >= headerBytes else { throw .at(file.count, "the ELF header is cut off") }
    guard try file.u8(4) == 2 else { throw .at(4, "not a 64-bit ELF file") }
    guard try file.u8(5) == 1 else { throw .at(5, "not little-endian") }
    let machine = try file.u16(18)
    guard machine == 247 else { throw .at(18, "made for machine \(machine), not for eBPF (247)") }
    guard try file.u16(16) == 1 else { throw .at(16, "not a relocatable object") }
  }

  private static let headerBytes = 64
  private static let sectionBytes = 64

  private mutating func readSections(_ file: ByteView) throws(ObjectError) {
    let (offset, size, count) = (try file.u64(40), Int(try file.u16(58)), Int(try file.u16(60)))
    guard size == Self.sectionBytes else { throw .at(58, "section headers of \(size) bytes instead of \(Self.sectionBytes)") }
    guard count > 0 else { throw .at(60, "there are no sections") }
    let table = try file.part(offset, UInt64(count * size), "the section table")
    var names: [Int] = []
    for index in 0..<count {
      let header = try table.part(UInt64(index * size), UInt64(size), "a section header")
      let type = try header.u32(4)
      let holdsNothing = type == Section.withoutBits || type == 0
      let content = try file.part(
        holdsNothing ? 0 : try header.u64(24), holdsNothing ? 0 : try header.u64(32), "section \(index)")
      names.append(Int(try header.u32(0)))
      sections.append(
        Section(
          name: "", type: type, flags: try header.u64(8), link: Int(try header.u32(40)), info: Int(try header.u32(44)),
          content: content))
    }
    let place = Int(try file.u16(62))
    guard sections.indices.contains(place) else { throw .at(62, "the section with the names is not there") }
    for index in sections.indices where sections[index].type != 0 {
      sections[index].name = try sections[place].content.text(at: names[index])
    }
  }

  private mutating func readSymbols() throws(ObjectError) {
    guard let table = sections.first(where: { $0.type == Section.symbolTable }) else { return }
    guard sections.indices.contains(table.link) else { throw .section(table.name, "its names are not there") }
    let names = sections[table.link].content
    guard table.content.count % 24 == 0 else { throw .section(table.name, "its size is no multiple of a symbol's") }
    for offset in stride(from: 0, to: table.content.count, by: 24) {
      let name = Int(try table.content.u32(offset))
      symbols.append(
        Symbol(
          name: name == 0 ? "" : try names.text(at: name), type: try table.content.u8(offset + 4) & 15,
          section: Int(try table.content.u16(offset + 6)), value: try table.content.u64(offset + 8),
          size: try table.content.u64(offset + 16)))
    }
  }

  private mutating func readRelocations() throws(ObjectError) {
    for section in sections where section.type == Section.relocations || section.type == Section.relocationsWithAddend {
      let size = section.type == Section.relocations ? 16 : 24
      guard sections.indices.contains(section.info) else { throw .section(section.name, "it changes no section") }
      guard section.content.count % size == 0 else { throw .section(section.name, "its size is no multiple of a relocation's") }
      for offset in stride(from: 0, to: section.content.count, by: size) {
        let info = try section.content.u64(offset + 8)
        let symbol = Int(info >> 32)
        guard symbols.indices.contains(symbol) else {
          throw .section(section.name, "relocation \(offset / size) names symbol \(symbol), which is not there")
        }
        relocations[section.info, default: []].append(
          Relocation(
            offset: try section.content.u64(offset), type: UInt32(truncatingIfNeeded: info), symbol: symbol))
      }
    }
  }

  func section(named name: String) -> Int? { sections.firstIndex { $0.name == name } }
}
