import CodeGenSupport
import IR

/// The numbers of a group's live records by some fields of their primary key.
struct HostTally {
  var name: String
  var key: CStruct
  var source: State
  var tally: TallyState
  /// The primary's name as a C identifier, and the key's fields in its own key.
  var primary: String
  var fields: [String]
  private var cells: Int

  init?(_ id: StateID, in program: Program) {
    guard let tally = program[id].tally, let map = program[tally.of].map else { return nil }
    self.tally = tally
    source = program[id]
    name = CNames.symbol(ofState: source.name)
    key = CStruct(keyOf: source)
    primary = CNames.symbol(ofState: program[tally.of].name)
    let members = CStruct(keyOf: program[tally.of]).members
    fields = tally.fields.map { members[$0] }
    cells = powerOfTwo(atLeast: map.capacity * 2)
  }

  var field: String { "  struct \(name)_cell \(name)[\(cells)];\n" }

  var types: String {
    """
    \(key.definition)
    struct \(name)_cell {
      struct cora_tally_cell cora;
      struct \(key.tag) key;
    };

    static const struct cora_tally_shape \(name)_tally_shape = {
      .key_size = sizeof(struct \(key.tag)),
      .cell_size = sizeof(struct \(name)_cell),
      .index_mask = \(cells - 1),
    };

    """
  }

  /// Counts a record in or out, and tells a number.
  var functions: String {
    let values = fields.map { "record->\(primary)_key.\($0)" }
    return """
      /// Counts a record of `\(source.name)` in (`step` 1) or out.
      static __attribute__((noinline, unused)) void \(name)_note(
          struct cora_nf *nf, const struct \(primary)_record *record, int step) {
        const struct \(key.tag) key = \(key.initialiser(values));
        const uint32_t hash = cora_key_hash(&nf->\(primary), &key, sizeof key);
        if (step) cora_tally_add(nf->\(name), &\(name)_tally_shape, &key, hash);
        else cora_tally_drop(nf->\(name), &\(name)_tally_shape, &key, hash);
      }

      CORA_INLINE uint32_t \(name)_count(struct cora_nf *nf, const struct \(key.tag) *key) {
        const uint32_t hash = cora_key_hash(&nf->\(primary), key, sizeof *key);
        return nf->\(name)[cora_tally_find(nf->\(name), &\(name)_tally_shape, key, hash)].cora.count;
      }

      """
  }
}

extension Program {
  func tallies(of primary: StateID) -> [HostTally] {
    states.indices.compactMap { HostTally(StateID($0), in: self) }.filter { $0.tally.of == primary }
  }
}
