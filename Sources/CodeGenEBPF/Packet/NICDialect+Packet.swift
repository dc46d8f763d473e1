import CodeGenSupport
import IR

extension NICDialect {
  mutating func change(_ operation: Operation, _ code: inout CFunction) throws(CodeGenError) {
    switch operation {
    case .bind(let header, let offset): bind(header, offset, &code)
    case .insertBytes(let at, let count):
      changeLength("insert_bytes\(suffix(at, code))(ctx, \(code.expression(at)), \(count))", &code)
    case .removeBytes(let at, let count):
      changeLength("remove_bytes\(suffix(at, code))(ctx, \(code.expression(at)), \(code.expression(count)))", &code)
    case .setLength(let length): changeLength("set_length(ctx, \(code.expression(length)), length)", &code)
    case .export(let stream, let values): export(stream, values, &code)
    case .mirror: throw refuse("mirrors packets: XDP has no copy to send", code)
    default: throw refuse("does something to packets that eBPF does not know", code)
    }
  }

  mutating func value(of operation: Operation, _ code: inout CFunction) throws(CodeGenError) -> String {
    switch operation {
    case .sumBytes(let offset, let length):
      return "sum_bytes(ctx, \(code.expression(offset)), \(code.expression(length)))"
    case .hashBytes(let seed, let offset, let length):
      let start = IntType.u64.literal(mix64(seed: seed, []))
      return "hash_bytes(ctx, \(start), \(code.expression(offset)), \(code.expression(length)))"
    case .skipExtensions(let number, let offset):
      return "skip_extensions(ctx, \(code.expression(number)), \(code.expression(offset)))"
    case .tally(let state, _):
      throw refuse("counts the records of '\(program[state].name)' by a part of their key", code)
    default: throw refuse("reads something of packets that eBPF does not know", code)
    }
  }

  private mutating func bind(_ header: HeaderID, _ offset: Value, _ code: inout CFunction) {
    let isThere = place(header, offset, &code)
    code.line("if (!\(isThere)) \(dropForNoRoom);")
  }

  /// Pointers into the packet are stale afterwards; headers are bound again by instructions.
  private func changeLength(_ call: String, _ code: inout CFunction) {
    code.line("if (!\(call)) \(dropForNoRoom);")
    code.line("data = (u8 *)(long)ctx->data;")
    code.line("end = (u8 *)(long)ctx->data_end;")
  }

  private var dropForNoRoom: String { "return no_room(ctx, path)" }

  /// Bytes of the packet where the code stands.
  var bytesNow: String { needs.changesLength ? "length_of(ctx)" : "length" }

  /// The function for a place that is known beforehand, and near the front.
  private func suffix(_ at: Value, _ code: CFunction) -> String {
    let text = code.expression(at)
    guard text.last == "u", let number = UInt32(text.dropLast()), number <= 64 else { return "" }
    return "_at"
  }

  private func export(_ stream: Int, _ values: [Value], _ code: inout CFunction) {
    let record = code.fresh("\(program.streams[stream].name)_record")
    code.line("struct cora_export *\(record) = export_record(\(stream), \(values.count));")
    code.open("if (\(record)) {")
    for (index, value) in values.enumerated() { code.line("\(record)->values[\(index)] = \(code.expression(value));") }
    code.line("bpf_ringbuf_submit(\(record), BPF_RB_NO_WAKEUP);")
    code.close()
  }

  /// Points a header at its bytes; the expression tells whether they all lie in the packet. An offset that is no constant is cut
  /// to what the verifier accepts before it meets the pointer.
  mutating func place(_ header: HeaderID, _ offset: Value, _ code: inout CFunction) -> String {
    let expression = code.expression(offset)
    let bytes = program[header].bytes
    let isLiteral = expression.allSatisfy { $0.isNumber || $0 == "u" }
    if isLiteral {
      code.bind(header, to: expression.dropLast().allSatisfy { $0 == "0" } ? "data" : "data + \(expression)")
      return "(\(code.name(of: header)) + \(bytes) <= end)"
    }
    let isName = expression.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
    let name = isName ? expression : code.fresh("offset")
    if !isName { code.line("u32 \(name) = \(expression);") }
    code.bind(header, to: "data + bounded(\(name))")
    return "(\(name) <= MOST_OFFSET && \(code.name(of: header)) + \(bytes) <= end)"
  }
}
