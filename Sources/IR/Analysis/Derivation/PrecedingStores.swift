/// A store to a packet's header, and where it is done.
struct StoredField {
  var place: (block: Int, position: Int)
  var bits: Range<Int>
  var value: Value
}

/// The stores to headers that may have been done before a point.
struct PrecedingStores {
  /// By kind of header, as two handles of one kind may be the same bytes; in an order that does not depend on the run.
  private var stores: [String: [(number: Int, store: StoredField)]] = [:]
  /// The numbers of those that were done before a block, on some way to it.
  private var atEntry: [NumberSet]
  private let program: Program

  init(_ program: Program) {
    self.program = program
    atEntry = [NumberSet](repeating: NumberSet(), count: program.blocks.count)
    var number = 0
    for (index, block) in program.blocks.enumerated() {
      var after = atEntry[index]
      for (position, instruction) in block.instructions.enumerated() {
        guard case .storeField(let header, let field, let value) = instruction.operation else { continue }
        let store = StoredField(place: (index, position), bits: field.bits, value: value)
        stores[program[header].kind, default: []].append((number, store))
        after.insert(number)
        number += 1
      }
      for target in block.terminator.targets { atEntry[target.block.index].formUnion(after) }
    }
  }

  /// Those that may have written to a field before a point.
  func overlapping(_ header: HeaderID, _ field: Field, before point: (block: Int, position: Int)) -> [StoredField] {
    (stores[program[header].kind] ?? []).filter { number, store in
      guard store.bits.overlaps(field.bits) else { return false }
      return atEntry[point.block].contains(number)
        || store.place.block == point.block && store.place.position < point.position
    }.map(\.store)
  }
}

extension Field {
  /// The bits it takes, counted from the header's first.
  fileprivate var bits: Range<Int> { bitOffset..<bitOffset + type.bits }
}
