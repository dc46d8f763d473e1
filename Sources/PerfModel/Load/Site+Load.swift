extension Site {
  private static let keys = [
    "title", "runs", "cores", "core_count", "clock", "core_efficiency", "capabilities", "timekeeping", "limits",
    "packet", "costs", "engine", "threads", "engine_spread", "cache",
  ]
  static let time: [Unit] = [.nanoseconds, .cycles]

  init(name: String, _ node: DeviceNode, path: String) throws {
    let reader = try DeviceReader(node, path: path, known: Self.keys)
    self.name = name
    title = try reader.text("title")
    runs = try reader.word("runs")
    cores = try reader.word("cores")
    coreCount = try Self.coreCount(reader, cores)
    clock = try reader.positiveQuantity("clock", [.hertz])
    coreEfficiency = reader.child("core_efficiency") == nil ? nil : try reader.curve("core_efficiency", [.ratio])
    capabilities = try Self.capabilities(reader)
    timekeeping = try Timekeeping(reader, capabilities)
    limits = try SiteLimits(reader)
    packet = try PacketCosts(reader)
    costs = try Self.prices(reader, "costs", required: runs != .rules, capabilities)
    engine = try Self.prices(reader, "engine", required: false, capabilities)
    threads = reader.child("threads") == nil ? nil : try reader.positiveQuantity("threads", [.count])
    engineSpread = reader.child("engine_spread") == nil ? nil : try reader.positiveQuantity("engine_spread", [.count])
    cache = try SharedCache(reader, costs, engine)
  }

  private static func coreCount(_ reader: DeviceReader, _ cores: CoreOwner) throws -> Quantity? {
    switch cores {
    case .own: return try reader.positiveQuantity("core_count", [.count])
    case .host:
      guard let node = reader.child("core_count") else { return nil }
      throw DeviceError.contradiction(
        "a site that uses the host's cores has no count of its own", node, at: reader.keyPath("core_count"))
    }
  }

  private static func capabilities(_ reader: DeviceReader) throws -> Set<Capability> {
    let list = try reader.required("capabilities")
    let path = reader.keyPath("capabilities")
    guard case .sequence(let items) = list.content else { throw DeviceError.notA("a list", list, at: path) }
    return Set(try items.map { try DeviceReader.word($0, "capability", at: path) })
  }

  private static func prices(
    _ reader: DeviceReader, _ key: String, required: Bool, _ capabilities: Set<Capability>
  ) throws -> [OperationClass: Price] {
    guard let node = reader.child(key) else {
      if required { throw DeviceError.missing(key, in: reader.node, at: reader.path) }
      return [:]
    }
    let path = reader.keyPath(key)
    let list = try DeviceReader(node, path: path, known: OperationClass.allCases.map(\.rawValue))
    var prices: [OperationClass: Price] = [:]
    for operation in OperationClass.allCases {
      if list.child(operation.rawValue) != nil {
        prices[operation] = try price(list, operation)
      } else if required, operation.capability.map(capabilities.contains) ?? true {
        throw DeviceError.missing(operation.rawValue, in: node, at: path)
      }
    }
    return prices
  }

  private static func price(_ reader: DeviceReader, _ operation: OperationClass) throws -> Price {
    let node = try reader.required(operation.rawValue)
    if node["cached"] != nil || node["missed"] != nil {
      return .cached(try CachedPrice(node, path: reader.keyPath(operation.rawValue)))
    }
    return operation.isCurve || node["points"] != nil
      ? .curve(try reader.curve(operation.rawValue, time))
      : .flat(try reader.quantity(operation.rawValue, time))
  }
}

extension SiteLimits {
  fileprivate init(_ site: DeviceReader) throws {
    guard let node = site.child("limits") else { return }
    let known = [
      "entries", "state_bytes", "key_bytes", "value_bytes", "entry_overhead", "instructions",
      "instructions_per_operation", "maps", "entry_bytes", "stack_bytes", "packet_units", "head_growth", "head_shrinkage",
    ]
    let reader = try DeviceReader(node, path: site.keyPath("limits"), known: known)
    entries = try reader.optionalQuantity("entries", [.count])
    stateBytes = try reader.optionalQuantity("state_bytes", [.bytes])
    keyBytes = try reader.optionalQuantity("key_bytes", [.bytes])
    valueBytes = try reader.optionalQuantity("value_bytes", [.bytes])
    entryOverhead = try reader.optionalQuantity("entry_overhead", [.bytes])
    instructions = try reader.optionalQuantity("instructions", [.count])
    instructionsPerOperation = try reader.optionalQuantity("instructions_per_operation", [.count])
    maps = try reader.optionalQuantity("maps", [.count])
    entryBytes = try reader.optionalQuantity("entry_bytes", [.bytes])
    stackBytes = try reader.optionalQuantity("stack_bytes", [.bytes])
    packetUnits = try reader.optionalQuantity("packet_units", [.count])
    headGrowth = try reader.optionalQuantity("head_growth", [.bytes])
    headShrinkage = try reader.optionalQuantity("head_shrinkage", [.bytes])
    if instructions != nil, instructionsPerOperation == nil {
      throw DeviceError.missing("instructions_per_operation", in: node, at: reader.path)
    }
  }
}

extension PacketCosts {
  fileprivate init(_ site: DeviceReader) throws {
    let known = [
      "receive", "forward", "drop", "control_plane", "punt", "receive_burst", "forward_burst", "burst", "latency",
    ]
    let reader = try DeviceReader(site.required("packet"), path: site.keyPath("packet"), known: known)
    receive = try reader.quantity("receive", Site.time)
    forward = try reader.quantity("forward", Site.time)
    drop = try reader.quantity("drop", Site.time)
    controlPlane = try reader.quantity("control_plane", Site.time)
    punt = try reader.quantity("punt", Site.time)
    receiveBurst = try reader.optionalQuantity("receive_burst", Site.time)
    forwardBurst = try reader.optionalQuantity("forward_burst", Site.time)
    let needsBurst = receiveBurst != nil || forwardBurst != nil
    burst = needsBurst ? try reader.positiveQuantity("burst", [.count]) : try reader.optionalQuantity("burst", [.count])
    latency = try reader.quantity("latency", Site.time)
  }
}
