import Yams

/// A device file with all that it is based on laid in: one text that says everything, for a bundle to carry along.
public struct DeviceText: Sendable {
  private let root: DeviceNode

  /// As `DeviceModel.load`. Throws `DeviceError`.
  public init(_ nameOrPath: String, reading read: @escaping (String) -> String?) throws {
    root = try DeviceFiles(read: read).resolved(nameOrPath, baseOf: nil, depth: 0)
  }

  /// Reads back what `yaml` gave; `file` is for messages.
  public init(yaml: String, file: String) throws {
    root = try DeviceFiles { _ in nil }.resolved(DeviceNode(parsing: yaml, file: file), depth: 0)
  }

  fileprivate init(root: DeviceNode) { self.root = root }

  /// The same device gives the same bytes.
  public var yaml: String { get throws { try Yams.serialize(node: root.yams, width: -1) } }

  public func device() throws -> DeviceModel { try DeviceModel(root) }

  /// All words and numbers by their places, such as `sites.arm.clock.value`, in the file's order.
  public var figures: [(place: String, text: String)] { root.leaves(at: "") }
}

/// A number that nobody has measured: a prior, `[P]` in the device file, with an interval.
public struct DevicePrior: Sendable {
  /// Such as `sites.arm.packet.receive`.
  public var place: String
  public var source: String
  /// The device file with the number, or all points of the curve, at the low and at the high end.
  public var low, high: DeviceText
}

extension DeviceText {
  /// All priors whose interval is not a point, in the file's order.
  public var priors: [DevicePrior] {
    root.priorPlaces(at: []).map { place, source in
      DevicePrior(
        place: place.joined(separator: "."), source: source, low: DeviceText(root: root.setting(place[...], to: "low")),
        high: DeviceText(root: root.setting(place[...], to: "high")))
    }
  }
}

extension DeviceNode {
  fileprivate var yams: Node {
    switch content {
    case .scalar(let text): Node(text)
    case .mapping(let pairs): Node(pairs.map { (Node($0.key), $0.value.yams) })
    case .sequence(let items): Node(items.map(\.yams))
    }
  }

  fileprivate func leaves(at place: String) -> [(place: String, text: String)] {
    switch content {
    case .scalar(let text): [(place, text)]
    case .mapping(let pairs): pairs.flatMap { $0.value.leaves(at: place.isEmpty ? $0.key : place + "." + $0.key) }
    case .sequence(let items): items.enumerated().flatMap { $0.element.leaves(at: "\(place)[\($0.offset)]") }
    }
  }

  private var word: String? { if case .scalar(let text) = content { text } else { nil } }

  fileprivate func priorPlaces(at place: [String]) -> [(place: [String], source: String)] {
    guard case .mapping(let pairs) = content else { return [] }
    if let source = self["source"]?.word, source.hasPrefix(Provenance.prior.rawValue) {
      return hasInterval ? [(place, source)] : []
    }
    return pairs.flatMap { $0.value.priorPlaces(at: place + [$0.key]) }
  }

  private var hasInterval: Bool {
    if self["low"] != nil || self["high"] != nil { return true }
    guard case .sequence(let points)? = self["points"]?.content else { return false }
    return points.contains(where: \.hasInterval)
  }

  /// The tree with the number or curve at a place set to one end of its interval.
  fileprivate func setting(_ place: ArraySlice<String>, to end: String) -> DeviceNode {
    guard case .mapping(let pairs) = content else { return self }
    var changed = self
    changed.content = .mapping(
      pairs.map { pair in
        var pair = pair
        if let first = place.first {
          if pair.key == first { pair.value = pair.value.setting(place.dropFirst(), to: end) }
        } else if pair.key == "value", let bound = self[end] {
          pair.value = bound
        } else if pair.key == "points", case .sequence(let points) = pair.value.content {
          pair.value.content = .sequence(points.map { $0.setting([], to: end) })
        }
        return pair
      })
    return changed
  }
}
