/// What programs do with the words of a map's values.
struct MapUseRule: ProgramRule {
  let identifier = "map-use"
  let summary =
    "A 32-bit word of a map's values is either read or added to, never both; and words that are added to are written by updates as zero only."

  private struct Word: Hashable {
    var map: Int
    var index: Int
  }

  private enum Use: String { case read, write, atomic }

  private struct Site {
    var use: Use
    var instruction: Int
    var word: Word
    var offset: Int
  }

  func findings(in subject: Subject) -> [Finding] {
    var first: [Word: Site] = [:]
    var result: [Finding] = []
    for site in sites(subject) {
      guard let before = first[site.word] else {
        first[site.word] = site
        continue
      }
      guard let finding = conflict(before, site, subject), result.last?.instruction != finding.instruction else { continue }
      result.append(finding)
    }
    return result
  }

  /// Reads and adds in the program's order, then what is written by updates.
  private func sites(_ subject: Subject) -> [Site] {
    let all = subject.reached.flatMap { accesses($0.index, $0.instruction, $0.fact) }
    return all + subject.reached.flatMap { updates($0.index, $0.instruction, $0.fact, subject) }
  }

  private func accesses(_ index: Int, _ instruction: Instruction, _ fact: Analysis.Fact) -> [Site] {
    guard instruction.isMemoryLoad || instruction.isAtomic, let address = instruction.address,
      case .mapValue(let maps, let base?) = fact.registers[address]
    else { return [] }
    let offset = base + instruction.offset
    guard offset >= 0 else { return [] }
    return maps.flatMap { map in
      (offset / 4...(offset + instruction.bytes - 1) / 4).map { word in
        Site(
          use: instruction.isAtomic ? .atomic : .read, instruction: index, word: Word(map: map, index: word), offset: max(offset, word * 4))
      }
    }
  }

  private func updates(_ index: Int, _ instruction: Instruction, _ fact: Analysis.Fact, _ subject: Subject) -> [Site] {
    guard !fact.zeroBytes.isEmpty, case .map(let map) = fact.registers[1] else { return [] }
    return fact.zeroBytes.indices.filter { !fact.zeroBytes[$0] }.map { byte in
      Site(use: .write, instruction: index, word: Word(map: map, index: byte / 4), offset: byte)
    }
  }

  private func conflict(_ before: Site, _ site: Site, _ subject: Subject) -> Finding? {
    let name = subject.maps[site.word.map].name
    if before.use == .atomic, site.use == .write {
      return Finding(
        "map value use type conflict atomic vs write off: \(site.offset) (map '\(name)'): value may be non-zero, bpf_map_update_elem() is required to initialize atomic counters to zero",
        at: site.instruction)
    }
    let isConflict = before.use != site.use && site.use != .write
    return isConflict
      ? Finding("map value use type conflict \(before.use) vs \(site.use) off: \(site.offset) (map '\(name)')", at: site.instruction) : nil
  }
}
