import CodeGenSupport
import IR
import Plan

extension NICStates {
  /// The value of a map in the object: `struct <stem>_entry`.
  func entryTag(_ state: StateID) -> String { stem(state) + "_entry" }

  /// Bytes are those of docs/hand-over.md: the slot or the last-seen, the value struct, a meter's lock.
  func mapDeclaration(_ state: StateID, _ map: MapState) -> String {
    let key = CStruct(keyOf: program[state])
    let value = CStruct(valueOf: program[state])
    let isSplit = mode(state) == .split
    var text = CText()
    text.lines(key.definition + value.definition)
    text.open("struct \(entryTag(state)) {")
    text.line(isSplit ? "u64 slot;" : "u64 last_seen;")
    if !value.isEmpty { text.line("struct \(value.tag) value;") }
    if map.meters.isEmpty == false {
      text.line("struct bpf_spin_lock lock;")
      text.line("u32 pad;")
    }
    text.close("};")
    text.line()
    let entries = isSplit ? plan.placement(of: program[state].name)?.entriesOnNIC ?? 0 : map.capacity
    var result = text.text + timeoutDeclaration(state, map)
    result +=
      MapText(
        symbol(state), "HASH", entries: entries, key: "struct \(key.tag)", value: "struct \(entryTag(state))"
      ).text
    if isSplit && map.companionOf == nil {
      result +=
        MapText(
          control(state), "ARRAY", entries: map.capacity, key: "u32", value: "struct cora_control",
          flags: "BPF_F_MMAPABLE"
        ).text
    }
    return result
  }

  /// The control words of a split map's group.
  func control(_ state: StateID) -> String { symbol(program.primary(of: state)) + "_control" }

  /// Whether finding an entry reads the clock.
  func needsClock(toFind state: StateID) -> Bool { expiry(state) != nil }

  func findFunction(_ state: StateID) -> String {
    let tag = entryTag(state)
    let clock = needsClock(toFind: state) ? ", u64 now" : ""
    var text = CText()
    text.line(
      mode(state) == .split
        ? "/* The entry of a key, or null when its record is not the NIC's. */"
        : "/* The live entry of a key, or null. */")
    text.line("inline_always struct \(tag) *find_\(stem(state))(const struct \(stem(state))_key *key\(clock))")
    text.open("{")
    text.line("struct \(tag) *entry = bpf_map_lookup_elem(&\(symbol(state)), key);")
    if mode(state) == .split { findSplit(state, &text) } else { findOwn(state, &text) }
    text.line("return entry;")
    text.close()
    text.line()
    return text.text
  }

  private func findSplit(_ state: StateID, _ text: inout CText) {
    text.line("if (!entry) return 0;")
    text.line("u32 slot = entry->slot;")
    text.line("struct cora_control *control = bpf_map_lookup_elem(&\(control(state)), &slot);")
    text.line("if (!control || *(volatile u32 *)&control->owner != CORA_OWNER_NIC) return 0;")
    if let expiry = expiry(state) {
      let timeout = timeout(state, of: "control->timeout_class")
      text.line("if ((s64)(now - control->last_seen) >= \(timeout)) return 0;")
      if expiry.refreshedByLookup { text.line("control->last_seen = now;") }
    }
    text.line("control->hits++;")
  }

  private func findOwn(_ state: StateID, _ text: inout CText) {
    guard let expiry = expiry(state) else { return }
    let field = expiry.byField.map { "entry->value." + CStruct(valueOf: program[state]).members[$0.field] }
    text.line("if (!entry || (s64)(now - entry->last_seen) >= \(timeout(state, of: field ?? ""))) return 0;")
    if expiry.refreshedByLookup { text.line("entry->last_seen = now;") }
  }
}
