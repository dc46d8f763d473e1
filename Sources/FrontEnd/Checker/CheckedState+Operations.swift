import IR

extension CheckedState {
  /// What programs can ask of it with a dot.
  var operations: [String] {
    switch state.kind {
    case .pool: ["take"]
    case .ring: ["pick"]
    case .sketch(let sketch): sketch.cellBits == 64 ? ["add", "estimate"] : ["add", "contains"]
    case .map(let map): map.meters.isEmpty ? ["contains"] : []
    case .table: ["contains"]
    case .queue: ["push", "pop"]
    case .array: counter == nil ? [] : ["count"]
    case .tally: []
    }
  }
}
