/// A store to a packet's header.
struct StoredField: Hashable {
  var kind: String
  var bits: Range<Int>
  var value: Value

  /// Two handles of one kind of header may be the same bytes.
  func overlaps(_ kind: String, _ field: Field) -> Bool {
    self.kind == kind && bits.overlaps(field.bitOffset..<field.bitOffset + field.type.bits)
  }
}

/// The stores to headers that may have been done before a point.
struct PrecedingStores {
  private var atEntry: [Set<StoredField>]
  private let program: Program

  init(_ program: Program) {
    self.program = program
    atEntry = [Set<StoredField>](repeating: [], count: program.blocks.count)
    for (index, block) in program.blocks.enumerated() {
      let after = atEntry[index].union(Self.stores(block.instructions[...], program))
      for target in block.terminator.targets { atEntry[target.block.index].formUnion(after) }
    }
  }

  /// In an order that does not depend on the run.
  func before(_ block: BlockID, _ position: Int) -> [StoredField] {
    atEntry[block.index].union(Self.stores(program[block].instructions[..<position], program))
      .sorted { ($0.value.id, $0.bits.lowerBound) < ($1.value.id, $1.bits.lowerBound) }
  }

  private static func stores(_ instructions: ArraySlice<Instruction>, _ program: Program) -> [StoredField] {
    instructions.compactMap { instruction in
      guard case .storeField(let header, let field, let value) = instruction.operation else { return nil }
      let bits = field.bitOffset..<field.bitOffset + field.type.bits
      return StoredField(kind: program[header].kind, bits: bits, value: value)
    }
  }
}
