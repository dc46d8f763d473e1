/// C identifiers, each given out once: the source's name where it is free and legal, else with a number behind it.
public struct CNames: Sendable {
  private var taken: Set<String>

  /// `reserved` names are never given out, nor are C's own words.
  public init(reserved: some Sequence<String> = [String]()) { taken = Set(reserved).union(Self.keywords) }

  /// Gives out a name for `hint`, such as `source_hi` for `source.hi`.
  public mutating func take(_ hint: String) -> String {
    let base = Self.identifier(hint)
    var name = base
    var number = 2
    while !taken.insert(name).inserted {
      name = "\(base)_\(number)"
      number += 1
    }
    return name
  }

  /// The name as a C identifier: anything but letters, digits and `_` becomes `_`.
  public static func identifier(_ name: String) -> String {
    var result = ""
    for character in name.unicodeScalars {
      let isLegal = character.isASCII && (character.properties.isAlphabetic || ("0"..."9").contains(character))
      result += isLegal || character == "_" ? String(character) : "_"
    }
    guard let first = result.unicodeScalars.first, !("0"..."9").contains(first) else { return "_" + result }
    return result
  }

  /// The C symbol of a state's map or table: its name, with `_` behind a word that C keeps for itself. The runtime looks
  /// maps up by it.
  public static func symbol(ofState name: String) -> String {
    let identifier = identifier(name)
    return keywords.contains(identifier) ? identifier + "_" : identifier
  }

  /// C's keywords, and the types and macros that the generated files define.
  public static let keywords: Set<String> = [
    "auto", "break", "case", "char", "const", "continue", "default", "do", "double", "else", "enum", "extern", "float",
    "for", "goto", "if", "inline", "int", "long", "register", "restrict", "return", "short", "signed", "sizeof",
    "static", "struct", "switch", "typedef", "union", "unsigned", "void", "volatile", "while", "asm", "typeof",
    "bool", "true", "false", "NULL", "u8", "u16", "u32", "u64", "s64", "linux", "unix", "main", "errno",
  ]
}
