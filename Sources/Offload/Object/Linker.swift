/// Puts programs together: a function of a section other than `.text`, and behind it what it calls.
struct Linker {
  private let file: ELFFile
  private let maps: MapTable
  private let lines: LineTable
  /// By section, ascending by place; of several names for one place the first.
  private let functions: [Int: [ELFFile.Symbol]]
  private var linked = 0
  private var decoded: [Int: [Instruction]] = [:]
  private var relocations: [Int: [Int: ELFFile.Relocation]] = [:]

  private struct Place: Hashable {
    var section: Int
    var instruction: Int
  }

  init(_ file: ELFFile, _ maps: MapTable, _ lines: LineTable) {
    self.file = file
    self.maps = maps
    self.lines = lines
    functions = Dictionary(grouping: file.symbols.filter { $0.type == ELFFile.Symbol.function }) { $0.section }
      .mapValues { symbols in
        symbols.sorted { ($0.value, $0.name) < ($1.value, $1.name) }
          .reduce(into: []) { kept, symbol in if kept.last?.value != symbol.value { kept.append(symbol) } }
      }
  }

  mutating func programs() throws(ObjectError) -> [EBPFProgram] {
    var result: [EBPFProgram] = []
    for (index, section) in file.sections.enumerated() where section.isCode && section.name != ".text" {
      let symbols = functions[index] ?? []
      if symbols.isEmpty, section.content.count > 0 {
        result.append(try link(Place(section: index, instruction: 0), section.name))
      }
      for symbol in symbols { result.append(try link(try place(symbol), symbol.name)) }
    }
    return result
  }

  /// More than any kernel loads.
  private static let mostInstructions = 1_000_000

  private mutating func link(_ start: Place, _ name: String) throws(ObjectError) -> EBPFProgram {
    var program = EBPFProgram(
      name: name, section: file.sections[start.section].name, instructions: [], functions: [], lines: [])
    var bases: [Place: Int] = [:]
    var calls: [(at: Int, target: Place)] = []
    var waiting = [start]
    while let place = waiting.popLast() {
      guard bases[place] == nil else { continue }
      let base = program.instructions.count
      bases[place] = base
      let range = try extent(place)
      let code = try instructions(place.section)
      linked += range.count
      guard linked <= Self.mostInstructions else {
        throw .section(program.section, "more than \(Self.mostInstructions) instructions")
      }
      for index in range {
        var instruction = code[index]
        if let target = try resolve(&instruction, place.section, index) {
          calls.append((base + index - range.lowerBound, target))
          waiting.append(target)
        }
        program.instructions.append(instruction)
        program.lines.append(lines.line(file.sections[place.section].name, index))
      }
      program.functions.append(EBPFProgram.Function(name: functionName(place) ?? name, range: base..<program.instructions.count))
    }
    for call in calls { program.instructions[call.at].reference = .function(bases[call.target] ?? 0) }
    try checkJumps(program)
    return program
  }

  private mutating func instructions(_ section: Int) throws(ObjectError) -> [Instruction] {
    if let known = decoded[section] { return known }
    let read = try InstructionReader.instructions(file.sections[section])
    var changes: [Int: ELFFile.Relocation] = [:]
    for relocation in file.relocations[section] ?? [] {
      guard relocation.offset % 8 == 0, relocation.offset / 8 < UInt64(read.count) else {
        throw .section(file.sections[section].name, "a relocation for byte \(relocation.offset) meets no instruction")
      }
      changes[Int(relocation.offset / 8)] = relocation
    }
    relocations[section] = changes
    decoded[section] = read
    return read
  }

  /// The instructions of the function that begins there: as many as its symbol says, or up to the next function.
  private mutating func extent(_ place: Place) throws(ObjectError) -> Range<Int> {
    let count = try instructions(place.section).count
    let start = UInt64(place.instruction) * 8
    let functions = functions[place.section] ?? []
    let index = functions.partitioningIndex { $0.value >= start }
    let isNamed = index < functions.count && functions[index].value == start
    let size = isNamed ? functions[index].size : 0
    let following = isNamed ? index + 1 : index
    let next = following < functions.count ? functions[following].value : UInt64(count) * 8
    let end = size > 0 ? start.addingReportingOverflow(size).partialValue : next
    guard end > start, end % 8 == 0, end <= UInt64(count) * 8 else {
      throw .instruction(
        place.instruction, of: file.sections[place.section].name, "its function has no sound end")
    }
    return place.instruction..<Int(end / 8)
  }

  private func functionName(_ place: Place) -> String? {
    let functions = functions[place.section] ?? []
    let index = functions.partitioningIndex { $0.value >= UInt64(place.instruction) * 8 }
    return index < functions.count && functions[index].value == UInt64(place.instruction) * 8
      ? functions[index].name : nil
  }

  private func place(_ symbol: ELFFile.Symbol) throws(ObjectError) -> Place {
    guard file.sections.indices.contains(symbol.section), file.sections[symbol.section].isCode,
      symbol.value % 8 == 0, symbol.value < UInt64(file.sections[symbol.section].content.count)
    else { throw ObjectError(place: "symbol '\(symbol.name)'", reason: "it names no instruction") }
    return Place(section: symbol.section, instruction: Int(symbol.value / 8))
  }

  /// Fills in what the instruction refers to; the function that it calls, if it does.
  private func resolve(_ instruction: inout Instruction, _ section: Int, _ index: Int) throws(ObjectError) -> Place? {
    let name = file.sections[section].name
    guard let relocation = relocations[section]?[index] else {
      guard instruction.isLocalCall else { return nil }
      return try target(section, index + 1 + Int(instruction.immediate), from: index)
    }
    let symbol = file.symbols[relocation.symbol]
    guard symbol.section != ELFFile.Symbol.undefined else {
      instruction.reference = .external(symbol.name)
      return nil
    }
    guard file.sections.indices.contains(symbol.section) else {
      throw .instruction(index, of: name, "it refers to '\(symbol.name)', which is in no section")
    }
    if instruction.isLocalCall {
      let added = symbol.type == ELFFile.Symbol.ofSection ? Int(instruction.immediate) + 1 : 0
      let start = try place(ofFunction: symbol, from: index, of: name)
      return try target(symbol.section, start + added, from: index)
    }
    guard instruction.isWide else { throw .instruction(index, of: name, "it cannot refer to '\(symbol.name)'") }
    let offset = symbol.value &+ (symbol.type == ELFFile.Symbol.ofSection ? UInt64(UInt32(bitPattern: instruction.immediate)) : 0)
    let referred = file.sections[symbol.section].name
    if let map = maps.map(section: symbol.section, offset: offset) {
      instruction.reference = .map(map)
    } else if EBPFObject.isData(referred) {
      instruction.reference = .data(referred)
    } else {
      instruction.reference = .external(symbol.name.isEmpty ? referred : symbol.name)
    }
    return nil
  }

  private func place(ofFunction symbol: ELFFile.Symbol, from index: Int, of section: String) throws(ObjectError) -> Int {
    guard symbol.value % 8 == 0, symbol.value < UInt64(Int32.max) else {
      throw .instruction(index, of: section, "it calls what is no instruction")
    }
    return Int(symbol.value / 8)
  }

  private func target(_ section: Int, _ instruction: Int, from index: Int) throws(ObjectError) -> Place {
    guard file.sections[section].isCode, instruction >= 0, instruction < file.sections[section].content.count / 8 else {
      throw .instruction(index, of: file.sections[section].name, "it calls what is no instruction")
    }
    return Place(section: section, instruction: instruction)
  }

  /// Jumps stay in their function and meet whole instructions; no function runs into what follows it.
  private func checkJumps(_ program: EBPFProgram) throws(ObjectError) {
    for function in program.functions {
      for index in function.range {
        let instruction = program.instructions[index]
        guard instruction.isConditional || instruction.isUnconditional else { continue }
        let target = index + 1 + instruction.distance
        guard function.range.contains(target), !program.instructions[target].isSecondHalf else {
          throw .instruction(index - function.range.lowerBound, of: function.name, "it jumps to \(target - function.range.lowerBound), which is no instruction of its function")
        }
      }
      let last = program.instructions[function.range.upperBound - 1]
      guard last.isExit || last.isUnconditional else {
        throw .instruction(function.range.count - 1, of: function.name, "the function runs over its end")
      }
    }
  }
}

extension Array {
  /// The first index from which on `belongs` is true, as it is false before.
  func partitioningIndex(_ belongs: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if belongs(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
