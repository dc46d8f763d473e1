import CodeGenSupport
import IR
import Plan

extension NICStates {
  /// The map or maps of a config table; `docs/hand-over.md` has their layout.
  func tableDeclaration(_ state: StateID, _ table: TableState) -> String {
    let value = CStruct(valueOf: program[state])
    var text = CText()
    text.lines(value.definition)
    text.open("struct \(entryTag(state)) {")
    text.line("u64 row;")
    if !value.isEmpty { text.line("struct \(value.tag) value;") }
    text.close("};")
    text.line()
    let entries = table.capacity * 2
    let (key, entry) = ("struct \(stem(state))_key", "struct \(entryTag(state))")
    switch table.match {
    case .exact:
      return CStruct(keyOf: program[state]).definition + text.text
        + MapText(symbol(state), "HASH", entries: entries, key: key, value: entry).text
    case .longestPrefix:
      return prefixKey(state, table) + text.text
        + MapText(symbol(state), "LPM_TRIE", entries: entries, key: key, value: entry, flags: "BPF_F_NO_PREALLOC").text
    case .ternary: return text.text + rules(state, table)
    }
  }

  private func prefixKey(_ state: StateID, _ table: TableState) -> String {
    var text = CText()
    text.open("struct \(stem(state))_key {")
    text.line("u32 bits;")
    text.line("u8 bytes[\((PrefixKey(table).bytes + 3) / 4 * 4)];")
    text.close("};")
    return text.text
  }

  private func rules(_ state: StateID, _ table: TableState) -> String {
    let rule = "struct \(stem(state))_rule"
    var text = CText()
    text.open("\(rule) {")
    text.line("u64 first[\(table.key.count)], second[\(table.key.count)];")
    text.line("struct \(entryTag(state)) entry;")
    text.close("};")
    text.line()
    text.lines(MapText(symbol(state), "ARRAY", entries: table.capacity * 2, key: "u32", value: rule).text)
    text.lines(
      MapText("\(symbol(state))_rows", "ARRAY", entries: 1, key: "u32", value: "u64", flags: "BPF_F_MMAPABLE").text)
    return text.text
  }

  /// `find_<stem>`: the entry of the row that matches, or null.
  func tableFunction(_ state: StateID, _ table: TableState) -> String {
    if case .ternary = table.match { return scanFunction(state, table) }
    var text = CText()
    text.line("/* The row of a key, or null. */")
    text.line("inline_always struct \(entryTag(state)) *find_\(stem(state))(const struct \(stem(state))_key *key)")
    text.open("{")
    text.line("return bpf_map_lookup_elem(&\(symbol(state)), key);")
    text.close()
    text.line()
    return text.text
  }

  private func scanFunction(_ state: StateID, _ table: TableState) -> String {
    let (stem, symbol) = (stem(state), symbol(state))
    var text = CText()
    text.line("struct \(stem)_key { u64 field[\(table.key.count)]; u32 first, found; };")
    text.line()
    text.line("static __attribute__((noinline, unused)) long scan_\(stem)(u32 index, struct \(stem)_key *key)")
    text.open("{")
    text.line("u32 place = key->first + index;")
    text.line("struct \(stem)_rule *rule = bpf_map_lookup_elem(&\(symbol), &place);")
    text.line("if (!rule) return 1;")
    for index in table.key.indices {
      let (field, first, second) = ("key->field[\(index)]", "rule->first[\(index)]", "rule->second[\(index)]")
      text.line(
        table.isRange(index)
          ? "if (\(field) < \(first) || \(field) > \(second)) return 0;"
          : "if ((\(field) & \(second)) != \(first)) return 0;")
    }
    text.line("key->found = place;")
    text.line("return 1;")
    text.close()
    text.line()
    text.line("/* The first row that matches, or null. */")
    text.line("inline_always struct \(entryTag(state)) *find_\(stem)(struct \(stem)_key *key)")
    text.open("{")
    text.line("u32 zero = 0;")
    text.line("volatile u64 *rows = bpf_map_lookup_elem(&\(symbol)_rows, &zero);")
    text.line("if (!rows) return 0;")
    text.line("u64 counted = *rows;")
    text.line("key->first = counted;")
    text.line("key->found = ~0u;")
    text.line("bpf_loop(counted >> 32, scan_\(stem), key, 0);")
    text.line("if (key->found == ~0u) return 0;")
    text.line("struct \(stem)_rule *rule = bpf_map_lookup_elem(&\(symbol), &key->found);")
    text.line("return rule ? &rule->entry : 0;")
    text.close()
    text.line()
    return text.text
  }
}

/// The bytes of a longest-prefix table's key: each field big-endian in whole bytes, those that rows give a prefix of at the top of
/// theirs.
struct PrefixKey {
  struct Place {
    var offset, bytes, shift: Int
  }

  private(set) var places: [Place] = []
  private(set) var bytes = 0

  init(_ table: TableState) {
    for (index, field) in table.key.enumerated() {
      let count = (field.type.bits + 7) / 8
      let shift = table.prefixFields.contains(index) ? count * 8 - field.type.bits : 0
      places.append(Place(offset: bytes, bytes: count, shift: shift))
      bytes += count
    }
  }

  /// Statements that write a field. The stack takes aligned words only, and the bytes begin at an offset of 4.
  func stores(_ index: Int, _ value: String) -> [String] {
    let place = places[index]
    var lines: [String] = []
    var done = 0
    while done < place.bytes {
      let offset = place.offset + done
      let size = [4, 2, 1].first { offset % $0 == 0 && done + $0 <= place.bytes } ?? 1
      let down = (place.bytes - done - size) * 8 - place.shift
      let shifted = down == 0 ? value : down > 0 ? "(u64)\(value) >> \(down)" : "(u64)\(value) << \(-down)"
      let address = offset == 0 ? "key.bytes" : "key.bytes + \(offset)"
      lines.append(size == 1 ? "key.bytes[\(offset)] = \(shifted);" : "store\(size * 8)(\(address), \(shifted));")
      done += size
    }
    return lines
  }
}

extension TableState {
  /// Whether rows give a range of the key field at that index.
  func isRange(_ index: Int) -> Bool { if case .ternary(let ranges) = match { ranges.contains(index) } else { false } }
}
