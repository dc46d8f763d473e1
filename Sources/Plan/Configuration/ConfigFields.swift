/// Fields that get their values by name: those of a struct, or a program's parameters. An `ipv6` is two of them,
/// `name.hi` and `name.lo`.
public struct ConfigFields: Sendable {
  private let fields: [(name: String, bits: Int)]
  /// Names of the program's ports: a text that is one of them is its index.
  private let ports: [String]

  public init(_ fields: [(name: String, bits: Int)], ports: [String] = []) {
    self.fields = fields
    self.ports = ports
  }

  public init(_ layout: StructLayout, ports: [String] = []) {
    self.init(layout.fields.map { ($0.name, $0.bits) }, ports: ports)
  }

  public var names: [String] { fields.map(\.name) }

  /// The field of that name, or the two of an `ipv6`; nil when there is none.
  public func place(_ name: String) -> Range<Int>? {
    if let index = fields.firstIndex(where: { $0.name == name }) { return index..<index + 1 }
    guard let high = fields.firstIndex(where: { $0.name == name + ".hi" }), high + 1 < fields.count,
      fields[high + 1].name == name + ".lo"
    else { return nil }
    return high..<high + 2
  }

  /// The name that an operator writes for a field.
  func name(of index: Int) -> String {
    let name = fields[index].name
    for half in [".hi", ".lo"] where name.hasSuffix(half) && place(String(name.dropLast(3)))?.contains(index) == true {
      return String(name.dropLast(3))
    }
    return name
  }

  /// One number for each field of the place.
  public func numbers(_ value: ConfigText, at place: Range<Int>) throws(ConfigRowError) -> [UInt64] {
    func fail(_ reason: String) -> ConfigRowError { ConfigRowError(line: value.line, reason: reason) }
    guard place.count == 1 else {
      guard let halves = ScalarText.ipv6(value.text) else { throw fail("'\(value.text)' is no IPv6 address") }
      return [halves.high, halves.low]
    }
    let (name, bits) = fields[place.lowerBound]
    guard let number = ScalarText.value(value.text) ?? ports.firstIndex(of: value.text).map(UInt64.init) else {
      throw fail("'\(value.text)' is no value for '\(name)'")
    }
    guard bits >= 64 || number < 1 << UInt64(bits) else { throw fail("'\(value.text)' does not fit \(bits) bits") }
    return [number]
  }

  /// One number for each field of that name, with its place.
  ///
  /// - Parameter what: what the fields are, for the message.
  public func assign(_ value: ConfigText, to name: String, _ what: String) throws(ConfigRowError) -> [(Int, UInt64)] {
    guard let place = place(name) else {
      let known = names.isEmpty ? "" : "; there are \(names.joined(separator: ", "))"
      throw ConfigRowError(line: value.line, reason: "no \(what) is named '\(name)'" + known)
    }
    return Array(zip(place, try numbers(value, at: place)))
  }
}
