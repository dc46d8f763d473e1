import CodeGenSupport
import IR

extension HostDialect {
  /// Charges a token bucket of an entry.
  func meter(
    _ entry: EntryID, _ bucket: Int, _ amount: String, _ code: inout CFunction
  ) throws(CodeGenError) -> String {
    let (group, member) = try group(of: program[entry].state)
    let specs = member.source.map?.meters ?? []
    guard specs.indices.contains(bucket), member.value.members.count == specs.count * 2 else {
      throw .foreignPlan(what: "'\(member.source.name)' has no bucket \(bucket)")
    }
    let spec = specs[bucket]
    let record = "nf->\(group.name).records[\(code.name(of: entry))].\(member.name)"
    let field = { (index: Int) in "&\(record).\(member.value.members[index])" }
    let conforms = code.fresh("conforms")
    let over = spec.overflowsInto.flatMap { specs.indices.contains($0) ? $0 : nil }
    code.line("const int \(conforms) = cora_charge\(over == nil ? "" : "_over")(")
    code.line("    \(field(bucket * 2)), \(field(bucket * 2 + 1)),")
    let charge = "\(IntType.u64.literal(spec.unitsPerTick)), \(IntType.u64.literal(spec.fullBucket)), \(amount), now"
    code.line("    \(charge)\(over == nil ? ");" : ",")")
    if let over { code.line("    \(field(over * 2)), \(IntType.u64.literal(specs[over].fullBucket)));") }
    return conforms
  }
}
