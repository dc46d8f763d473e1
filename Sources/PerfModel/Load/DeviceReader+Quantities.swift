extension DeviceReader {
  /// A number `{value, low, high, unit, source}`; bounds that are not given are the value.
  func quantity(_ key: String, _ allowed: [Unit]) throws -> Quantity {
    try Self.quantity(required(key), at: keyPath(key), allowed)
  }

  func optionalQuantity(_ key: String, _ allowed: [Unit]) throws -> Quantity? {
    try child(key).map { try Self.quantity($0, at: keyPath(key), allowed) }
  }

  /// A number that something is divided by: not zero either.
  func positiveQuantity(_ key: String, _ allowed: [Unit]) throws -> Quantity {
    let quantity = try quantity(key, allowed)
    guard quantity.estimate.low > 0 else {
      throw DeviceError.contradiction("must be more than 0", try required(key), at: keyPath(key))
    }
    return quantity
  }

  static func quantity(_ node: DeviceNode, at path: String, _ allowed: [Unit]) throws -> Quantity {
    let reader = try DeviceReader(node, path: path, known: ["value", "low", "high", "unit", "source"])
    return Quantity(try reader.estimate(), try reader.unit(allowed), source: try reader.source())
  }

  func curve(_ key: String, _ allowed: [Unit]) throws -> Curve {
    try Self.curve(required(key), at: keyPath(key), allowed)
  }

  /// `{unit, source, points: [{at, value, low, high}, …]}` with ascending sizes.
  static func curve(_ node: DeviceNode, at path: String, _ allowed: [Unit]) throws -> Curve {
    let reader = try DeviceReader(node, path: path, known: ["unit", "source", "points"])
    let list = try reader.required("points")
    guard case .sequence(let items) = list.content, !items.isEmpty else {
      throw DeviceError.notA("a list of at least one point", list, at: path + ".points")
    }
    var points: [Curve.Point] = []
    for (index, item) in items.enumerated() {
      let place = "\(path).points[\(index)]"
      let point = try DeviceReader(item, path: place, known: ["at", "value", "low", "high"])
      let size = try number(point.required("at"), "at", at: place)
      guard size >= 1, size <= 1e15, size.rounded() == size else {
        throw DeviceError.notA("a whole number of at least 1 for 'at'", item, at: place)
      }
      guard points.last.map({ Double($0.at) < size }) ?? true else {
        throw DeviceError.contradiction("'at' does not ascend", item, at: place)
      }
      points.append(Curve.Point(at: Int(size), try point.estimate()))
    }
    return Curve(points: points, unit: try reader.unit(allowed), source: try reader.source())
  }

  func estimate() throws -> Estimate {
    let value = try Self.number(required("value"), "value", at: path)
    let low = try child("low").map { try Self.number($0, "low", at: path) } ?? value
    let high = try child("high").map { try Self.number($0, "high", at: path) } ?? value
    let estimate = Estimate(value, low: low, high: high)
    guard low <= value, value <= high else { throw DeviceError.outOfOrder(estimate, node, at: path) }
    return estimate
  }

  func unit(_ allowed: [Unit]) throws -> Unit {
    let unit: Unit = try word("unit")
    guard allowed.contains(unit) else { throw DeviceError.unit(unit, allowed: allowed, try required("unit"), at: path) }
    return unit
  }

  func source() throws -> String {
    let source = try text("source")
    guard Provenance(source: source) != nil else { throw DeviceError.source(source, try required("source"), at: path) }
    return source
  }
}
