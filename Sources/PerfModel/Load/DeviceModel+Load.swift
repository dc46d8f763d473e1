extension DeviceModel {
  /// Names of the device files that are built in, sorted.
  public static let embeddedNames = ["agilio-cx-1x40", "agilio-cx-2x40", "bluefield-2", "host-x86", "xdp", "xdp-lab-2018"]

  /// Loads a built-in device by name, or a device file by path (any name with a `/` or ending in `.yaml`).
  ///
  /// `read` gives the text of a file, nil when there is none; it is asked only for paths.
  /// Throws `DeviceError`.
  public static func load(_ nameOrPath: String, reading read: @escaping (String) -> String?) throws -> DeviceModel {
    let node = try DeviceFiles(read: read).resolved(nameOrPath, baseOf: nil, depth: 0)
    return try DeviceModel(node)
  }

  /// Loads from text; `file` is for messages. Files it is based on are found as in `load`.
  public static func parse(
    _ text: String, file: String, reading read: @escaping (String) -> String? = { _ in nil }
  ) throws -> DeviceModel {
    let files = DeviceFiles(read: read)
    return try DeviceModel(try files.resolved(DeviceNode(parsing: text, file: file), depth: 0))
  }

  init(_ node: DeviceNode) throws {
    let reader = try DeviceReader(node, path: "", known: ["name", "title", "assumptions", "sites", "link", "control"])
    name = try reader.text("name")
    title = try reader.text("title")
    assumptions = try reader.texts("assumptions")
    sites = try Self.sites(reader)
    link = try Link(reader)
    control = try ControlPath(reader)
  }

  private static func sites(_ reader: DeviceReader) throws -> [Site] {
    let node = try reader.required("sites")
    guard case .mapping(let pairs) = node.content, !pairs.isEmpty else {
      throw DeviceError.notA("a mapping of at least one site", node, at: "sites")
    }
    let sites = try pairs.map { try Site(name: $0.key, $0.value, path: "sites." + $0.key) }
    let place = "sites." + pairs[pairs.count - 1].key
    guard let host = sites.last, host.runs == .c, host.cores == .own else {
      throw DeviceError.contradiction("the last site is the host: it runs c on its own cores", node, at: place)
    }
    return sites
  }
}

extension DeviceModel.Link {
  fileprivate init(_ device: DeviceReader) throws {
    let known = ["line_rate", "mac_rate", "bus_rate", "bus_overhead", "transmit_rate", "absorb_rate", "overload"]
    let reader = try DeviceReader(device.required("link"), path: "link", known: known)
    lineRate = try reader.positiveQuantity("line_rate", [.bitsPerSecond])
    macRate = try reader.optionalQuantity("mac_rate", [.perSecond])
    transmitRate = try reader.optionalQuantity("transmit_rate", [.perSecond])
    absorbRate = try reader.optionalQuantity("absorb_rate", [.perSecond])
    overload = try reader.child("overload").map { try DeviceModel.Overload($0, path: reader.keyPath("overload")) }
    busRate = try reader.optionalQuantity("bus_rate", [.bitsPerSecond])
    busOverhead = try reader.optionalQuantity("bus_overhead", [.bytes])
  }
}

extension DeviceModel.ControlPath {
  fileprivate init(_ device: DeviceReader) throws {
    let known = [
      "entry_writes", "promotion_delay", "recall", "idle_write", "write_accesses", "least_measured_entries",
    ]
    let reader = try DeviceReader(device.required("control"), path: "control", known: known)
    entryWrites = try reader.positiveQuantity("entry_writes", [.perSecond])
    promotionDelay = try reader.quantity("promotion_delay", [.seconds])
    recall = try reader.quantity("recall", Site.time)
    idleWrite = try reader.optionalQuantity("idle_write", [.nanoseconds])
    writeAccesses = try reader.optionalQuantity("write_accesses", [.count])
    leastMeasuredEntries = try reader.optionalQuantity("least_measured_entries", [.count])
    if (idleWrite == nil) != (writeAccesses == nil) {
      throw DeviceError.missing(idleWrite == nil ? "idle_write" : "write_accesses", in: reader.node, at: reader.path)
    }
  }
}

extension DeviceModel.Overload {
  fileprivate init(_ node: DeviceNode, path: String) throws {
    let reader = try DeviceReader(node, path: path, known: ["from", "to", "rate"])
    from = try reader.positiveQuantity("from", [.perSecond])
    to = try reader.positiveQuantity("to", [.perSecond])
    rate = try reader.positiveQuantity("rate", [.perSecond])
    guard rate.value <= from.value, from.value <= to.value else {
      throw DeviceError.contradiction(
        "rate \(rate.value), from \(from.value), to \(to.value) are not in order", node, at: path)
    }
  }
}
