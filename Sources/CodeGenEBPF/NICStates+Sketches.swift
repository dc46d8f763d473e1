import CodeGenSupport
import IR

extension NICStates {
  /// A copy per CPU where the NIC half only adds; one for all CPUs where it reads estimates.
  func sketchDeclaration(_ state: StateID, _ sketch: SketchState) -> String {
    let type = isSketchRead(state) ? "ARRAY" : "PERCPU_ARRAY"
    return MapText(symbol(state), type, entries: sketch.rows * sketch.columns, key: "u32", value: "u64").text
  }

  /// `add_<stem>` and `estimate_<stem>`: both return the least counter.
  func sketchFunctions(_ state: StateID, _ sketch: SketchState) -> String {
    let isShared = isSketchRead(state)
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
      let seed = IntType.u64.literal(mix64(seed: UInt64(row + 1), []))
      let hash = keys.reduce(seed) { "mix(\($0), \($1))" }
      text.line("place = (u32)(\(hash) & \(sketch.columns - 1)) + \(row * sketch.columns);")
      text.line("counter = bpf_map_lookup_elem(&\(symbol(state)), &place);")
      text.line("if (counter) least = min64(least, \(use));")
    }
    text.line("return least;")
    text.close()
    text.line()
    return text.text
  }
}
