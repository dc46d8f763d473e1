/// A compiled eBPF object: its maps, and its programs with the functions they call, linked as a loader links them.
public struct EBPFObject: Sendable {
  public var maps: [MapDefinition]
  /// Sections with variables; constants that only the compiler knows of are none.
  public var dataSections: [String]
  public var programs: [EBPFProgram]

  /// Reads an object. Throws for whatever is not a sound one; any bytes are safe to give.
  public init(_ bytes: [UInt8]) throws(ObjectError) {
    let file = try ELFFile(bytes)
    let types = try file.section(named: ".BTF").map { (index) throws(ObjectError) in try BTF(file.sections[index].content) }
    var lines = LineTable()
    if let types, let index = file.section(named: ".BTF.ext") { lines = try LineTable(file.sections[index].content, types) }
    let table = try MapTable(file, types)
    maps = table.maps
    let withVariables = Set(file.symbols.filter { $0.type == ELFFile.Symbol.object }.map(\.section))
    dataSections = file.sections.indices.filter { Self.isData(file.sections[$0].name) && withVariables.contains($0) }
      .map { file.sections[$0].name }
    var linker = Linker(file, table, lines)
    programs = try linker.programs()
    if programs.isEmpty { throw ObjectError(place: "byte 0", reason: "there is no program in the object") }
  }

  static func isData(_ section: String) -> Bool {
    [".data", ".rodata", ".bss", ".kconfig"].contains { section == $0 || section.hasPrefix($0 + ".") }
  }
}

/// A program and all that it calls, as one sequence of instructions.
public struct EBPFProgram: Sendable {
  public var name: String
  public var section: String
  public var instructions: [Instruction]
  /// The program itself, then what it calls.
  public var functions: [Function]
  /// By instruction.
  public var lines: [SourceLine?]

  public struct Function: Hashable, Sendable {
    public var name: String
    public var range: Range<Int>
  }

  /// The function that an instruction belongs to.
  func function(of instruction: Int) -> Int {
    functions.lastIndex { $0.range.lowerBound <= instruction } ?? 0
  }
}
