import CodeGenSupport
import IR

extension NICStates {
  /// A copy per CPU where the NIC half only adds; one for all CPUs where it reads estimates.
  func sketchDeclaration(_ state: StateID, _ sketch: SketchState) -> String {
    let type = isSketchRead(state) ? "ARRAY" : "PERCPU_ARRAY"
    if sketch.cellBits == 8 { return cellsDeclaration(state, sketch, type) }
    return MapText(symbol(state), type, entries: sketch.rows * sketch.columns, key: "u32", value: "u64").text
  }

  /// `add_<stem>` and `estimate_<stem>`: both return the least counter.
  func sketchFunctions(_ state: StateID, _ sketch: SketchState) -> String {
    let isShared = isSketchRead(state)
    if sketch.cellBits == 8 {
      return cellFunction("add", state, sketch, adds: true) + cellFunction("estimate", state, sketch, adds: false)
    }
    let add = isShared ? "__sync_fetch_and_add(counter, amount) + amount" : "*counter += amount"
    return sketchFunction("add", state, sketch, extra: ["u64 amount"], use: add)
      + sketchFunction("estimate", state, sketch, extra: [], use: "*counter")
  }

  private func sketchFunction(
    _ verb: String, _ state: StateID, _ sketch: SketchState, extra: [String], use: String
  ) -> String {
    let keys = sketch.key.indices.map { "k\($0)" }
    var text = CText()
    text.line("inline_always u64 \(verb)_\(stem(state))(\((keys.map { "u64 \($0)" } + extra).joined(separator: ", ")))")
    text.open("{")
    text.line("u64 least = ~0ull, *counter;")
    text.line("u32 place;")
    for row in 0..<sketch.rows {
      text.line("place = \(place(sketch, row, keys));")
      text.line("counter = bpf_map_lookup_elem(&\(symbol(state)), &place);")
      text.line("if (counter) least = min64(least, \(use));")
    }
    text.line("return least;")
    text.close()
    text.line()
    return text.text
  }

  /// The number of a key's counter in a row.
  private func place(_ sketch: SketchState, _ row: Int, _ keys: [String]) -> String {
    let seed = IntType.u64.literal(mix64(seed: UInt64(row + 1), []))
    let hash = keys.reduce(seed) { "mix(\($0), \($1))" }
    return "(u32)(\(hash) & \(sketch.columns - 1)) + \(row * sketch.columns)"
  }
}

/// Counters of 8 bits stand 64 together, which one lock guards where all CPUs share them.
extension NICStates {
  private static var cellsTogether: Int { 64 }

  private func cellsDeclaration(_ state: StateID, _ sketch: SketchState, _ type: String) -> String {
    let together = Self.cellsTogether
    var text = CText()
    text.open("struct \(stem(state))_cells {")
    text.line("u8 cell[\(together)];")
    if isSketchRead(state) {
      text.line("struct bpf_spin_lock lock;")
      text.line("u32 pad;")
    }
    text.close("};")
    text.line()
    let entries = (sketch.rows * sketch.columns + together - 1) / together
    return text.text
      + MapText(symbol(state), type, entries: entries, key: "u32", value: "struct \(stem(state))_cells").text
  }

  private func cellFunction(_ verb: String, _ state: StateID, _ sketch: SketchState, adds: Bool) -> String {
    let keys = sketch.key.indices.map { "k\($0)" }
    let parameters = (keys.map { "u64 \($0)" } + (adds ? ["u64 amount"] : [])).joined(separator: ", ")
    let locks = adds && isSketchRead(state)
    var text = CText()
    text.line("inline_always u64 \(verb)_\(stem(state))(\(parameters))")
    text.open("{")
    text.line("u64 least = ~0ull;")
    text.line("u32 place, block;")
    text.line("struct \(stem(state))_cells *cells;")
    text.line("u8 *counter;")
    for row in 0..<sketch.rows {
      text.line("place = \(place(sketch, row, keys));")
      text.line("block = place / \(Self.cellsTogether);")
      text.line("cells = bpf_map_lookup_elem(&\(symbol(state)), &block);")
      text.open("if (cells) {")
      text.line("counter = &cells->cell[place % \(Self.cellsTogether)];")
      if locks { text.line("bpf_spin_lock(&cells->lock);") }
      if adds { text.line("*counter = min64(255, *counter + min64(amount, 255));") }
      text.line("least = min64(least, *counter);")
      if locks { text.line("bpf_spin_unlock(&cells->lock);") }
      text.close()
    }
    text.line("return least;")
    text.close()
    text.line()
    return text.text
  }
}
