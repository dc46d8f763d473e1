/// What a row of a table says of one field of the key, or of the two of an `ipv6`.
///
/// - matched whole: a value;
/// - a prefix: `10.0.0.0/8`, `2001:db8::/32`; a value alone is a whole one, `any` an empty one;
/// - masked: `any`, a value, `value/mask`; after an address a number is a prefix length;
/// - a range: `any`, a value, `1024-2047`.
struct MatchText {
  enum Kind { case whole, prefix, masked, range }

  let fields: ConfigFields
  let layout: StructLayout
  let place: Range<Int>
  let kind: Kind
  let value: ConfigText

  func bounds() throws(ConfigRowError) -> [ProgramLayout.Bounds] {
    switch kind {
    case .whole: try whole(value.text)
    case .range: try range()
    case .prefix, .masked: try masked()
    }
  }

  /// What a row says that does not name the field; nil where it has to.
  static func absent(_ kind: Kind, _ field: StructLayout.Field) -> ProgramLayout.Bounds? {
    switch kind {
    case .whole, .prefix: nil
    case .masked: .init(0, 0)
    case .range: .init(0, field.mask)
    }
  }

  private func fail(_ reason: String) -> ConfigRowError { ConfigRowError(line: value.line, reason: reason) }

  private var isAny: Bool { value.text == "any" }

  private func numbers(_ text: some StringProtocol) throws(ConfigRowError) -> [UInt64] {
    try fields.numbers(ConfigText(text: String(text), line: value.line), at: place)
  }

  private func whole(_ text: String) throws(ConfigRowError) -> [ProgramLayout.Bounds] {
    zip(try numbers(text), masks).map { .init($0, $1) }
  }

  private var masks: [UInt64] { layout.fields[place].map(\.mask) }

  private func range() throws(ConfigRowError) -> [ProgramLayout.Bounds] {
    if isAny { return masks.map { .init(0, $0) } }
    let ends = value.text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    guard ends.count == 2, place.count == 1 else { return try numbers(value.text).map { .init($0, $0) } }
    let (low, high) = (try numbers(ends[0])[0], try numbers(ends[1])[0])
    guard low <= high else { throw fail("the range '\(value.text)' ends before it begins") }
    return [.init(low, high)]
  }

  private func masked() throws(ConfigRowError) -> [ProgramLayout.Bounds] {
    if isAny { return masks.map { _ in .init(0, 0) } }
    let parts = value.text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { return try whole(value.text) }
    let (values, masks) = (try numbers(parts[0]), try mask(parts[1], of: parts[0]))
    guard zip(values, masks).allSatisfy({ $0 & ~$1 == 0 }) else {
      throw fail("'\(value.text)' has bits outside of its \(kind == .prefix ? "prefix" : "mask")")
    }
    return zip(values, masks).map { .init($0, $1) }
  }

  private func mask(_ text: Substring, of base: Substring) throws(ConfigRowError) -> [UInt64] {
    let isAddress = base.contains(".") || base.contains(":")
    guard kind == .prefix || isAddress && text.allSatisfy(\.isNumber) else { return try numbers(text) }
    let bits = layout.fields[place].reduce(0) { $0 + $1.bits }
    guard let length = Int(text), (0...bits).contains(length) else {
      throw fail("'\(text)' is no prefix length: 0 to \(bits)")
    }
    return prefixMasks(length)
  }

  private func prefixMasks(_ length: Int) -> [UInt64] {
    var left = length
    return layout.fields[place].map { field in
      let ones = min(left, field.bits)
      left -= ones
      return ones == 0 ? 0 : ones == 64 ? .max : field.mask & ~(field.mask >> UInt64(ones))
    }
  }
}
