extension SharedCache {
  /// The cache of a site; nil without one. A price that tells cached entries from others needs it.
  init?(_ site: DeviceReader, _ costs: [OperationClass: Price], _ engine: [OperationClass: Price]) throws {
    guard let node = site.child("cache") else {
      let price = (Array(costs) + Array(engine)).first { if case .cached = $0.value { true } else { false } }
      guard let price else { return nil }
      throw DeviceError.contradiction(
        "'\(price.key.rawValue)' has a price for cached entries, but there is no 'cache'", site.node, at: site.path)
    }
    let reader = try DeviceReader(node, path: site.keyPath("cache"), known: ["bytes", "entry_bytes"])
    bytes = try reader.positiveQuantity("bytes", [.bytes])
    entryBytes = try reader.positiveQuantity("entry_bytes", [.bytes])
  }
}

extension CachedPrice {
  /// `{unit, source, cached: {value, low, high}, missed: {value, low, high}}`; a miss is not cheaper.
  init(_ node: DeviceNode, path: String) throws {
    let reader = try DeviceReader(node, path: path, known: ["unit", "source", "cached", "missed"])
    unit = try reader.unit(Site.time)
    source = try reader.source()
    cached = try Self.estimate("cached", of: reader)
    missed = try Self.estimate("missed", of: reader)
    guard missed.value >= cached.value else {
      throw DeviceError.contradiction(
        "an entry that is not cached, \(missed.value), costs less than one that is, \(cached.value)", node, at: path)
    }
  }

  private static func estimate(_ key: String, of reader: DeviceReader) throws -> Estimate {
    try DeviceReader(reader.required(key), path: reader.keyPath(key), known: ["value", "low", "high"]).estimate()
  }
}
