import Diagnostics
import IR

/// Meters. A key without buckets gets full ones that have paid already; an amount that no full bucket holds makes none.
extension Lowering {
  /// Charges the only bucket.
  mutating func lowerTake(_ charge: TypedCharge, _ span: SourceSpan) -> (Flow?, Flow?) {
    guard let meters = meters(charge.state), let meter = meters.first else { return (nil, nil) }
    let charging = Charging(charge.state, lower(charge.key), lowerScalar(charge.amount), meters, span)
    let entry = newEntry(of: charge.state)
    let (hit, miss) = lookup(charge.state, charging.key, entry, span)
    builder.flow = hit
    let (conforms, exceeds) = fork("conform", "exceed", span) {
      .meter(entry, bucket: 0, amount: charging.amount, conform: $0, exceed: $1)
    }
    builder.flow = miss
    let (fits, tooLarge) = affordable(charging, meter, ("new", "exceed"))
    builder.flow = fits
    let made = newBuckets(charging, paying: [0])
    builder.join([conforms, made], label: body.label + ".conform")
    let conform = builder.flow
    builder.join([exceeds, tooLarge], label: body.label + ".exceed")
    return (conform, builder.flow)
  }

  /// Finds the colour and goes on with what is done for it.
  mutating func lowerColour(_ charge: TypedCharge, _ bodies: [TypedBlock], _ span: SourceSpan) {
    guard let meters = meters(charge.state), meters.count == 2 else { return }
    let charging = Charging(charge.state, lower(charge.key), lowerScalar(charge.amount), meters, span)
    let entry = newEntry(of: charge.state)
    let (hit, miss) = lookup(charge.state, charging.key, entry, span)
    let isSingleRate = meters[0].overflowsInto != nil
    builder.flow = hit
    let known = isSingleRate ? singleRate(charging, entry) : twoRates(charging, entry)
    builder.flow = miss
    let new = isSingleRate ? singleRate(charging) : twoRates(charging)
    var after: [Flow?] = []
    for (index, name) in ["green", "yellow", "red"].enumerated() {
      builder.join([known[index], new[index]], label: body.label + "." + name)
      if builder.flow != nil { lower(bodies[index]) }
      after.append(builder.flow)
    }
    builder.join(after, label: body.label + ".after")
  }

  // MARK: RFC 2697, colour-blind: green while the committed bucket holds enough, then yellow while the excess one does

  private mutating func singleRate(_ charging: Charging, _ entry: EntryID) -> [Flow?] {
    let (green, next) = pay(charging, entry, bucket: 0, ("green", "exceed"))
    builder.flow = next
    let (yellow, red) = pay(charging, entry, bucket: 1, ("yellow", "red"))
    return [green, yellow, red]
  }

  private mutating func singleRate(_ charging: Charging) -> [Flow?] {
    let (first, next) = affordable(charging, charging.meters[0], ("green", "exceed"))
    builder.flow = first
    let green = newBuckets(charging, paying: [0])
    builder.flow = next
    let (second, red) = affordable(charging, charging.meters[1], ("yellow", "red"))
    builder.flow = second
    return [green, newBuckets(charging, paying: [1]), red]
  }

  // MARK: RFC 2698, colour-blind: red above the peak, which is paid in any other case; green within the committed rate

  private mutating func twoRates(_ charging: Charging, _ entry: EntryID) -> [Flow?] {
    let (within, red) = pay(charging, entry, bucket: 1, ("peak", "red"))
    builder.flow = within
    let (green, yellow) = pay(charging, entry, bucket: 0, ("green", "yellow"))
    return [green, yellow, red]
  }

  private mutating func twoRates(_ charging: Charging) -> [Flow?] {
    let (within, red) = affordable(charging, charging.meters[1], ("peak", "red"))
    builder.flow = within
    let (both, one) = affordable(charging, charging.meters[0], ("green", "yellow"))
    builder.flow = both
    let green = newBuckets(charging, paying: [0, 1])
    builder.flow = one
    return [green, newBuckets(charging, paying: [1]), red]
  }

  // MARK: Buckets

  private struct Charging {
    var state: Int
    var key: [Value]
    var amount: Value
    var meters: [MeterSpec]
    var span: SourceSpan

    init(_ state: Int, _ key: [Value], _ amount: Value, _ meters: [MeterSpec], _ span: SourceSpan) {
      self.state = state
      self.key = key
      self.amount = amount
      self.meters = meters
      self.span = span
    }
  }

  private func meters(_ state: Int) -> [MeterSpec]? {
    if case .map(let map) = program.states[state].state.kind { return map.meters }
    return nil
  }

  private mutating func pay(
    _ charging: Charging, _ entry: EntryID, bucket: Int, _ labels: (String, String)
  ) -> (Flow?, Flow?) {
    fork(labels.0, labels.1, charging.span) {
      .meter(entry, bucket: bucket, amount: charging.amount, conform: $0, exceed: $1)
    }
  }

  /// Whether a full bucket holds the amount.
  private mutating func affordable(
    _ charging: Charging, _ meter: MeterSpec, _ labels: (String, String)
  ) -> (Flow?, Flow?) {
    guard builder.flow != nil else { return (nil, nil) }
    let fits = builder.compare(.le, charging.amount, builder.number(meter.burst, .u64), charging.span)
    return builder.branch(fits, (body.label + "." + labels.0, body.label + "." + labels.1), charging.span)
  }

  /// Makes the key's buckets, of which some have paid.
  private mutating func newBuckets(_ charging: Charging, paying: Set<Int>) -> Flow? {
    guard builder.flow != nil else { return nil }
    let span = charging.span
    let cost = builder.binary(.shl, charging.amount, builder.number(MeterSpec.fractionBits, .u64), span)
    let values = charging.meters.enumerated().flatMap { index, meter in
      let full = builder.number(meter.fullBucket, .u64)
      let tokens = paying.contains(index) ? builder.binary(.sub, full, cost, span) : full
      return [tokens, builder.emit(.now, .u64, span)]
    }
    let insertion = Insertion(state: id(of: charging.state), key: charging.key, values: values)
    let full = program.states[charging.state].full
    let (ok, failed) = insert([insertion], evicts: full == nil, span)
    builder.flow = failed
    if let full { lower(full) }
    return ok
  }
}
