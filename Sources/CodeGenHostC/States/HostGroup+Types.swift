import CodeGenSupport
import IR
import Plan

extension HostGroup {
  /// Declarations of the keys, values, records, the table and its shape.
  var types: String {
    let structs = members.flatMap { [$0.key.definition, $0.value.definition] }
    return structs.filter { !$0.isEmpty }.joined(separator: "\n") + "\n" + record + "\n" + table + "\n" + shape
  }

  private var record: String {
    let fields = members.map { member in
      "  struct \(member.key.tag) \(member.name)_key;\n"
        + (member.value.isEmpty ? "" : "  struct \(member.value.tag) \(member.name);\n")
    }
    return """
      /// One record of `\(name)`\(companions).
      struct \(name)_record {
        struct cora_record cora;
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
      \(indexes.joined())  struct cora_due due[\(max(heaps * (map.capacity + 1), 1))];
        uint32_t place[\(max(heaps * map.capacity, 1))];
        uint32_t spare[\(map.capacity)];
        struct \(name)_record records[\(map.capacity)];
      };

      """
  }

  private var timeoutDesignators: String {
    guard let times = timeouts?.nanoseconds else { return "" }
    let least = min(times.min() ?? timeout, timeout)
    return "  .timeouts = \(name)_timeouts,\n  .timeout_count = \(times.count),\n  .least_timeout = \(least)u,\n"
  }

  private var shape: String {
    let times = timeouts.map { table in
      "static const uint64_t \(name)_timeouts[] = {\(table.nanoseconds.map { "\($0)u" }.joined(separator: ", "))};\n\n"
    }
    let keys = members.map { member in
      """
          {offsetof(struct \(name)_record, \(member.name)_key), sizeof(struct \(member.key.tag)),
           offsetof(struct \(name)_table, \(member.name)_index), \(indexCells - 1)},

      """
    }
    return """
      \(times ?? "")static const struct cora_shape \(name)_shape = {
        .capacity = \(map.capacity),
        .record_size = sizeof(struct \(name)_record),
        .records_offset = offsetof(struct \(name)_table, records),
        .spare_offset = offsetof(struct \(name)_table, spare),
        .due_offset = offsetof(struct \(name)_table, due),
        .place_offset = offsetof(struct \(name)_table, place),
        .heaps = \(heaps),
        .key_count = \(members.count),
        .timeout = \(timeout)u,
      \(timeoutDesignators)  .keys = {
      \(keys.joined())  },
      };

      """
  }
}
