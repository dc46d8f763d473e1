import CodeGenSupport
import IR

extension NICStates {
  /// Charges a bucket of the map's entries.
  func chargeName(_ state: StateID, _ bucket: Int) -> String {
    "charge_\(stem(state))" + (bucket == 0 ? "" : "_\(bucket)")
  }

  func chargeFunctions(_ state: StateID, _ map: MapState) -> String {
    map.meters.indices.map { chargeFunction(state, map.meters, $0) }.joined()
  }

  /// `MeterSpec` has the arithmetic. No call may stand between lock and unlock.
  private func chargeFunction(_ state: StateID, _ meters: [MeterSpec], _ index: Int) -> String {
    let meter = meters[index]
    let members = CStruct(valueOf: program[state]).members.map { "bucket->value.\($0)" }
    let (tokens, updated) = (members[index * 2], members[index * 2 + 1])
    var text = CText()
    text.line("/* \(meter.rate) tokens a second, at most \(meter.burst), in units of 2^-\(MeterSpec.fractionBits). */")
    text.line("inline_always int \(chargeName(state, index))(struct \(entryTag(state)) *bucket, u64 amount, u64 now)")
    text.open("{")
    text.line("u64 cost = amount << \(MeterSpec.fractionBits);")
    text.line("bpf_spin_lock(&bucket->lock);")
    text.line("u64 passed = now > \(updated) ? (now - \(updated)) >> \(MeterSpec.tickBits) : 0;")
    text.line("u64 gained = min64(passed, \(MeterSpec.mostTicks)ull) * \(meter.unitsPerTick)ull;")
    text.line("u64 tokens = min64(\(meter.fullBucket)ull, \(tokens) + gained);")
    if let target = meter.overflowsInto, meters.indices.contains(target) {
      let other = members[target * 2]
      text.line("\(other) = min64(\(meters[target].fullBucket)ull, \(other) + (\(tokens) + gained - tokens));")
    }
    text.line("int conforms = tokens >= cost;")
    text.line("\(tokens) = conforms ? tokens - cost : tokens;")
    text.line("\(updated) += passed << \(MeterSpec.tickBits);")
    text.line("bpf_spin_unlock(&bucket->lock);")
    text.line("return conforms;")
    text.close()
    text.line()
    return text.text
  }
}
