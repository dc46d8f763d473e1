import IR
import Plan

/// A C struct with the layout of a key or a value, padding spelled out so that initialisers zero it.
public struct CStruct: Hashable, Sendable {
  /// The tag: `struct <tag>`.
  public var tag: String
  public var layout: StructLayout
  /// Member names by field index.
  public var members: [String]

  public init(tag: String, layout: StructLayout) {
    var names = CNames(reserved: (0...16).map { "pad\($0)" })
    self.tag = tag
    self.layout = layout
    members = layout.fields.map { names.take($0.name) }
  }

  public var isEmpty: Bool { members.isEmpty }

  /// The struct's definition; nothing for a struct without fields.
  public var definition: String {
    guard !isEmpty else { return "" }
    var text = CText()
    text.open("struct \(tag) {")
    var end = 0
    var pads = 0
    for (field, member) in zip(layout.fields, members) {
      Self.pad(to: field.offset, &end, &pads, &text)
      text.line("u\(field.storageBytes * 8) \(member);")
      end = field.offset + field.storageBytes
    }
    Self.pad(to: layout.size, &end, &pads, &text)
    text.close("};")
    return text.text
  }

  /// An initialiser from one expression per field.
  public func initialiser(_ expressions: [String]) -> String {
    "{ " + zip(members, expressions).map { ".\($0) = \($1)" }.joined(separator: ", ") + " }"
  }

  /// Designated initialisers, fields that are zero left out: all padding and the rest are zero then.
  public func designators(_ expressions: [String]) -> [String] {
    zip(members, expressions).filter { !["0", "0u", "0ull"].contains($1) }.map { ".\($0) = \($1)" }
  }

  private static func pad(to offset: Int, _ end: inout Int, _ pads: inout Int, _ text: inout CText) {
    guard offset > end else { return }
    text.line("u8 pad\(pads)[\(offset - end)];")
    pads += 1
    end = offset
  }
}

extension CStruct {
  /// The key struct of a map or sketch: `struct <state>_key`.
  public init(keyOf state: State) {
    self.init(tag: CNames.identifier(state.name) + "_key", layout: StructLayout(key: state.keyFields))
  }

  /// The value struct of a map or array: `struct <state>_value`.
  public init(valueOf state: State) {
    self.init(tag: CNames.identifier(state.name) + "_value", layout: StructLayout(value: state.valueFields))
  }
}
