import CodeGenSupport
import IR

extension HostDialect {
  mutating func change(_ operation: Operation, _ code: inout CFunction) throws(CodeGenError) {
    switch operation {
    case .bind(let header, let offset): bind(header, code.expression(offset), &code)
    case .insertBytes(let at, let count):
      code.line("if (!cora_insert_bytes(packet, \(code.expression(at)), \(count))) goto \(Self.noRoom);")
      readPlace(&code)
    case .removeBytes(let at, let count):
      code.line("cora_remove_bytes(packet, \(code.expression(at)), \(code.expression(count)));")
      readPlace(&code)
    case .setLength(let length):
      code.line("if (!cora_set_length(packet, \(code.expression(length)))) goto \(Self.noRoom);")
      readPlace(&code)
    case .mirror(let port): code.line("mirror(nf, data, length, \(port));")
    case .export(let stream, let values): export(stream, code.expressions(values), &code)
    default: throw .unknown(what: "a change of the packet", block: code.block)
    }
  }

  mutating func value(of operation: Operation, _ code: inout CFunction) throws(CodeGenError) -> String {
    switch operation {
    case .sumBytes(let offset, let count):
      return "cora_sum_bytes(data, length, \(code.expression(offset)), \(code.expression(count)))"
    case .hashBytes(let seed, let offset, let count):
      let start = IntType.u64.literal(mix64(seed: seed, []))
      return "cora_hash_bytes(\(start), data, length, \(code.expression(offset)), \(code.expression(count)))"
    case .skipExtensions(let number, let offset):
      return "cora_skip_extensions(data, length, \(code.expression(number)), \(code.expression(offset)))"
    case .tally(let state, let key): return tally(state, code.expressions(key), &code)
    default: throw .unknown(what: "a reading of the packet", block: code.block)
    }
  }

  private func bind(_ header: HeaderID, _ offset: String, _ code: inout CFunction) {
    code.line("if ((u64)\(offset) + \(program[header].bytes) > length) goto \(Self.noRoom);")
    // A header that is only tested for is not pointed at.
    if usedHeaders.contains(header) { code.bind(header, to: "data + \(offset)") }
  }

  /// The packet's bytes have moved.
  private func readPlace(_ code: inout CFunction) {
    code.line("data = packet->data;")
    code.line("length = packet->length;")
  }

  private func export(_ stream: Int, _ values: [String], _ code: inout CFunction) {
    let record = code.fresh("\(CNames.identifier(program.streams[stream].name))_record")
    code.initialise("const uint64_t \(record)[]", values)
    code.line("export(nf, \(stream), \(record), \(values.count));")
  }
}
