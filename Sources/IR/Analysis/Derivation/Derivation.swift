/// What a value is computed from.
public struct Derivation: Hashable, Sendable {
  /// All it depends on; empty for a constant.
  public var sources: Set<ValueSource>
  /// When the value is, on each path, exactly one source (widened, or beside constant bits) or a constant: those
  /// sources. Two packets with the same value then have the same source. Nil for anything else, such as a hash.
  public var exact: Set<ValueSource>?

  public init(sources: Set<ValueSource> = [], exact: Set<ValueSource>?) {
    self.sources = sources
    self.exact = exact
  }

  public static let constant = Derivation(exact: [])

  public static func only(_ source: ValueSource) -> Derivation {
    Derivation(sources: [source], exact: [source])
  }

  /// True for a function of what names the packet's flow, of parameters and constants.
  public var isFlowAffine: Bool { foreign == nil }

  /// A source that is neither a part of the flow's identity nor fixed before the first packet.
  public var foreign: ValueSource? {
    sources.filter { source in
      if case .parameter = source { return false }
      return source.flowField == nil
    }.min { "\($0)" < "\($1)" }
  }

  /// The parts of the flow's identity it depends on.
  public var flowFields: Set<FlowField> { Set(sources.compactMap(\.flowField)) }

  /// The parts it is exactly; nil when it is not exact, or exactly something else.
  public var exactFlowFields: Set<FlowField>? {
    guard let exact else { return nil }
    let fields = exact.compactMap(\.flowField)
    return fields.count == exact.count ? Set(fields) : nil
  }

  /// Either this or the other, by the path taken.
  func or(_ other: Derivation) -> Derivation {
    Derivation(
      sources: sources.union(other.sources), exact: exact.flatMap { mine in other.exact.map(mine.union) })
  }

  /// Something computed from both.
  func mixed(with other: Derivation) -> Derivation {
    Derivation(sources: sources.union(other.sources), exact: isConstant && other.isConstant ? [] : nil)
  }

  var isConstant: Bool { sources.isEmpty }
  var inexact: Derivation { Derivation(sources: sources, exact: isConstant ? [] : nil) }
}
