/// Finds device files and lays those that say `base: NAME` over what they are based on.
struct DeviceFiles {
  let read: (String) -> String?
  /// A chain of bases longer than this is a circle.
  private static let mostDepth = 8

  func resolved(_ nameOrPath: String, baseOf user: DeviceNode?, depth: Int) throws -> DeviceNode {
    let file = Self.isPath(nameOrPath) ? nameOrPath : "PerfModels/\(nameOrPath).yaml"
    let text = Self.isPath(nameOrPath) ? read(nameOrPath) : Self.embedded(nameOrPath)
    guard let text else {
      let message =
        Self.isPath(nameOrPath)
        ? "cannot be read"
        : "no device '\(nameOrPath)'; known: \(DeviceModel.embeddedNames.joined(separator: ", ")), or a path to a file"
      throw user.map { DeviceError.contradiction("'\(nameOrPath)': \(message)", $0, at: "base") }
        ?? DeviceError.wholeFile(nameOrPath, message)
    }
    return try resolved(DeviceNode(parsing: text, file: file), depth: depth)
  }

  /// The tree with its own base and its sites' bases laid under it.
  func resolved(_ node: DeviceNode, depth: Int) throws -> DeviceNode {
    guard depth < Self.mostDepth else { throw DeviceError.contradiction("bases go in a circle", node, at: "base") }
    guard node.isMapping else { throw DeviceError.notA("a mapping", node, at: "") }
    var whole = node
    if let base = node["base"] {
      let below = try resolved(DeviceReader.text(base, at: "base"), baseOf: base, depth: depth + 1)
      whole = below.overlaid(by: node.removing("base"))
    }
    return try withSiteBases(whole, depth: depth)
  }

  private func withSiteBases(_ node: DeviceNode, depth: Int) throws -> DeviceNode {
    guard case .mapping(var pairs) = node.content, let index = pairs.firstIndex(where: { $0.key == "sites" }),
      case .mapping(var sites) = pairs[index].value.content
    else { return node }
    for (position, site) in sites.enumerated() {
      guard let base = site.value["base"] else { continue }
      let path = "sites.\(site.key).base"
      let device = try resolved(DeviceReader.text(base, at: path), baseOf: base, depth: depth + 1)
      guard case .mapping(let theirs)? = device["sites"]?.content, let host = theirs.last else {
        throw DeviceError.contradiction("has no sites", base, at: path)
      }
      sites[position].value = host.value.overlaid(by: site.value.removing("base"))
    }
    pairs[index].value.content = .mapping(sites)
    return DeviceNode(file: node.file, line: node.line, content: .mapping(pairs))
  }

  static func isPath(_ name: String) -> Bool { name.contains("/") || name.hasSuffix(".yaml") }

  fileprivate static func embedded(_ name: String) -> String? {
    let bytes: [UInt8]? =
      switch name {
      case "agilio-cx-1x40": PackageResources.agilio_cx_1x40_yaml
      case "agilio-cx-2x40": PackageResources.agilio_cx_2x40_yaml
      case "bluefield-2": PackageResources.bluefield_2_yaml
      case "host-x86": PackageResources.host_x86_yaml
      case "xdp": PackageResources.xdp_yaml
      case "xdp-lab-2018": PackageResources.xdp_lab_2018_yaml
      default: nil
      }
    return bytes.map { String(decoding: $0, as: UTF8.self) }
  }
}

extension DeviceModel {
  /// The text of a built-in device file, by name.
  public static func embeddedText(_ name: String) -> String? { DeviceFiles.embedded(name) }
}
