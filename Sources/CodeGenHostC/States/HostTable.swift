import CodeGenSupport
import IR

/// A table that the operator fills: its rows, how they are found, and how they come in.
struct HostTable {
  var id: StateID
  var name: String
  var key: CStruct
  var value: CStruct
  var source: State
  var table: TableState

  init?(_ id: StateID, in program: Program) {
    guard let table = program[id].table else { return nil }
    self.id = id
    self.table = table
    source = program[id]
    name = CNames.symbol(ofState: source.name)
    key = CStruct(keyOf: source)
    value = CStruct(valueOf: source)
  }

  /// The field of `struct cora_nf`.
  var field: String {
    let index =
      isHashed
      ? """
            struct cora_cell index[\(indexCells)];
            struct \(key.tag) masks[\(mostMasks)];

        """ : ""
    return """
        struct {
          struct cora_rows head;
      \(index)    struct \(name)_row rows[\(table.capacity)];
        } \(name);

      """
  }

  var types: String {
    let shape =
      isHashed
      ? """

        static const struct cora_rows_shape \(name)_rows_shape = {
          .key_size = sizeof(struct \(key.tag)),
          .row_size = sizeof(struct \(name)_row),
          .index_mask = \(indexCells - 1),
          .most_masks = \(mostMasks),
        };

        """ : ""
    return """
      \(key.definition)\(value.isEmpty ? "" : "\n" + value.definition)
      /// One row of `\(source.name)`: value and mask of each field, or the lowest and the highest value where ranges match.
      struct \(name)_row {
        struct \(key.tag) first, second;
      \(value.isEmpty ? "" : "  struct \(value.tag) value;\n")};
      \(shape)
      """
  }

  var functions: String { find + "\n" + configure }

  private var find: String {
    """
    /// The row of `\(source.name)` that matches, or null.
    CORA_INLINE const struct \(name)_row *\(name)_find(struct cora_nf *nf, const struct \(key.tag) *key) {
    \(isHashed ? findHashed : scan)}

    """
  }

  private var findHashed: String {
    """
      struct \(key.tag) masked;
      const uint32_t row = cora_rows_find(
          &nf->\(name).head, &\(name)_rows_shape, nf->\(name).index, nf->\(name).masks, nf->\(name).rows, key, &masked);
      return row == CORA_NONE ? NULL : &nf->\(name).rows[row];

    """
  }

  private var scan: String {
    let tests = zip(key.members.indices, key.members).map { index, member in
      isRange(index)
        ? "row->first.\(member) <= key->\(member) && key->\(member) <= row->second.\(member)"
        : "(key->\(member) & row->second.\(member)) == row->first.\(member)"
    }
    return """
        const struct \(name)_row *const end = nf->\(name).rows + nf->\(name).head.count;
        for (const struct \(name)_row *row = nf->\(name).rows; row < end; row++) {
          if (\(tests.joined(separator: "\n          && "))) return row;
        }
        return NULL;

      """
  }

  private var configure: String {
    let pairs = table.key.count * 2
    let fields = { (start: Int, stride: Int, fields: [StateField]) in
      fields.enumerated().map { index, field in "(\(field.type.cType))numbers[\(start + index * stride)]" }
    }
    let put =
      isHashed
      ? """
          return cora_rows_index(
              &nf->\(name).head, &\(name)_rows_shape, nf->\(name).index, nf->\(name).masks, nf->\(name).rows) ? 0 : -1;

        """ : "  return 0;\n"
    let values = value.isEmpty ? "" : "\n      .value = \(value.initialiser(fields(pairs, 1, table.value))),"
    return """
      static int \(name)_configure(struct cora_nf *nf, const uint64_t *numbers, uint32_t count) {
        if (count > \(table.capacity)) return -1;
        for (uint32_t row = 0; row < count; row++, numbers += \(pairs + table.value.count)) {
          nf->\(name).rows[row] = (struct \(name)_row){
            .first = \(key.initialiser(fields(0, 2, table.key))),
            .second = \(key.initialiser(fields(1, 2, table.key))),\(values)
          };
        }
        nf->\(name).head.count = count;
      \(put)}

      """
  }

  private var isHashed: Bool { if case .ternary = table.match { false } else { true } }

  private func isRange(_ index: Int) -> Bool {
    if case .ternary(let ranges) = table.match { ranges.contains(index) } else { false }
  }

  /// Masks that rows can have: one for each prefix length.
  private var mostMasks: Int { if case .longestPrefix(let bits) = table.match { bits + 1 } else { 1 } }

  private var indexCells: Int { powerOfTwo(atLeast: table.capacity * 2) }
}

/// The least power of two that is not below `count`, nor below 16.
func powerOfTwo(atLeast count: Int) -> Int {
  var cells = 16
  while cells < count { cells *= 2 }
  return cells
}
