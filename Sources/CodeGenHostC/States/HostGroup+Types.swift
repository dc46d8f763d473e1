import CodeGenSupport
import IR
import Plan

extension HostGroup {
  /// Declarations of the keys, values, records, the table and its shape.
  var types: String {
    let structs = members.flatMap { member in
      [
        cStruct("\(member.name)_key", member.key),
        member.value.size == 0 ? "" : cStruct("\(member.name)_value", member.value),
      ]
    }
    return structs.filter { !$0.isEmpty }.joined(separator: "\n") + "\n" + record + "\n" + table + "\n" + shape
  }

  private var record: String {
    let fields = members.map { member in
      "  struct \(member.name)_key \(member.name)_key;\n"
        + (member.value.size == 0 ? "" : "  struct \(member.name)_value \(member.name);\n")
    }
    return """
      /// One record of `\(name)`\(companions).
      struct \(name)_record {
        struct cora_record head;
      \(fields.joined())} __attribute__((aligned(64)));

      """
  }

  private var companions: String {
    members.count == 1 ? "" : " with " + members.dropFirst().map { "`\($0.source.name)`" }.joined(separator: ", ")
  }

  private var table: String {
    let indexes = members.map { "  struct cora_cell \($0.name)_index[\(indexCells)];\n" }
    return """
      struct \(name)_table {
        struct cora_table head;
      \(indexes.joined())  struct cora_due due[\(isOrdered ? map.capacity + 1 : 1)];
        uint32_t place[\(isOrdered ? map.capacity : 1)];
        uint32_t spare[\(map.capacity)];
        struct \(name)_record records[\(map.capacity)];
      };

      """
  }

  private var shape: String {
    let keys = members.map { member in
      """
          {offsetof(struct \(name)_record, \(member.name)_key), sizeof(struct \(member.name)_key),
           offsetof(struct \(name)_table, \(member.name)_index), \(indexCells - 1)},

      """
    }
    return """
      static const struct cora_shape \(name)_shape = {
        .capacity = \(map.capacity),
        .record_size = sizeof(struct \(name)_record),
        .records_offset = offsetof(struct \(name)_table, records),
        .spare_offset = offsetof(struct \(name)_table, spare),
        .due_offset = offsetof(struct \(name)_table, due),
        .place_offset = offsetof(struct \(name)_table, place),
        .ordered = \(isOrdered ? 1 : 0),
        .key_count = \(members.count),
        .timeout = \(timeout)u,
        .keys = {
      \(keys.joined())  },
      };

      """
  }
}

/// A C struct with each byte of padding named, so that a value of it has no bytes that nobody wrote.
func cStruct(_ name: String, _ layout: StructLayout) -> String {
  var lines = "struct \(name) {\n"
  var end = 0
  var paddings = 0
  func pad(_ lines: inout String, upTo offset: Int) {
    guard offset > end else { return }
    lines += "  uint8_t padding_\(paddings)[\(offset - end)];\n"
    paddings += 1
  }
  for field in layout.fields {
    pad(&lines, upTo: field.offset)
    lines += "  uint\(field.storageBytes * 8)_t \(cIdentifier(field.name));\n"
    end = field.offset + field.storageBytes
  }
  pad(&lines, upTo: layout.size)
  return lines + "} __attribute__((aligned(\(layout.alignment))));\n"
}
