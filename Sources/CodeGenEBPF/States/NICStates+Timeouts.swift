import CodeGenSupport
import IR
import Plan

extension NICStates {
  /// The time-out, in C, of a record of the state's group. `field` is C for the number that decides, where one does.
  func timeout(_ state: StateID, of field: String) -> String {
    guard let expiry = expiry(state) else { return "0" }
    guard expiry.byField != nil else { return "\(expiry.nanoseconds)ll" }
    return "\(timeoutName(state))(\(field))"
  }

  private func timeoutName(_ state: StateID) -> String { "timeout_\(stem(program.primary(of: state)))" }

  /// `timeout_<stem>`: by the value of the field that decides, of a primary whose time-outs depend on one; and, where records are
  /// shared with the host, `classify_<stem>`, which tells it of the field's new value.
  func timeoutDeclaration(_ state: StateID, _ map: MapState) -> String {
    guard map.companionOf == nil, let expiry = map.expiry, let times = expiry.byField else { return "" }
    var text = CText()
    text.line("/* Nanoseconds. */")
    text.line("inline_always s64 \(timeoutName(state))(u64 number)")
    text.open("{")
    for (number, time) in times.nanoseconds.enumerated() where time != expiry.nanoseconds {
      text.line("if (number == \(number)) return \(time)ll;")
    }
    text.line("return \(expiry.nanoseconds)ll;")
    text.close()
    text.line()
    return text.text
  }

  func classifyName(_ state: StateID) -> String { "classify_\(stem(state))" }

  /// Whether a write to that field of the state's entries changes a time-out that the host has to know.
  func isTimeoutField(_ state: StateID, _ field: Int) -> Bool {
    mode(state) == .split && program[state].map?.expiry?.byField?.field == field
  }

  func classifyFunction(_ state: StateID, _ map: MapState) -> String {
    guard let times = map.expiry?.byField, isTimeoutField(state, times.field) else { return "" }
    let member = CStruct(valueOf: program[state]).members[times.field]
    var text = CText()
    text.line("/* Tells the host which time-out the record has now. */")
    text.line("inline_always void \(classifyName(state))(struct \(entryTag(state)) *entry)")
    text.open("{")
    text.line("u32 slot = entry->slot;")
    text.line("struct cora_control *control = bpf_map_lookup_elem(&\(control(state)), &slot);")
    text.line("if (control) control->timeout_class = min64(entry->value.\(member), \(times.nanoseconds.count));")
    text.close()
    text.line()
    return text.text
  }
}
