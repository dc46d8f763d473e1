import IR

/// The function under construction: its text, and the C names of values, headers and entries so far.
public struct CFunction: Sendable {
  public let program: Program
  public var text: CText
  /// Index of the block being printed.
  public internal(set) var block = 0

  private var names: CNames
  private var valueText: [Value: String] = [:]
  private var headerNames: [HeaderID: String] = [:]
  private var entryNames: [EntryID: String] = [:]
  private var declared: Set<Value> = []
  private var declaredHeaders: Set<HeaderID> = []
  private var lastPlace: String?

  init(_ program: Program, reservedNames: [String], level: Int) {
    self.program = program
    text = CText(level: level)
    names = CNames(reserved: CPrelude.names + ["path"] + reservedNames)
  }

  /// A C name that nothing else in the function has.
  public mutating func fresh(_ hint: String) -> String { names.take(hint) }

  public mutating func line(_ line: String = "") { text.line(line) }
  public mutating func open(_ line: String) { text.open(line) }
  public mutating func close(_ line: String = "}") { text.close(line) }

  /// Declares a variable with an initialiser, over several lines where one would be too long.
  public mutating func initialise(_ declaration: String, _ fields: [String]) {
    let line = "\(declaration) = { \(fields.joined(separator: ", ")) };"
    if line.count + text.level * 2 <= 120 { return text.line(line) }
    text.open("\(declaration) = {")
    for field in fields { text.line(field + ",") }
    text.close("};")
  }

  /// The value as a C expression: a name, a literal, or an operation in parentheses.
  public func expression(_ value: Value) -> String { valueText[value] ?? "0 /* \(value) */" }
  public func expressions(_ values: [Value]) -> [String] { values.map(expression) }
  public func type(of value: Value) -> IntType { program.type(of: value) }

  /// The name of the pointer to a header's first byte.
  public mutating func name(of header: HeaderID) -> String {
    if let name = headerNames[header] { return name }
    let name = fresh(program[header].name)
    headerNames[header] = name
    return name
  }

  /// The name of the variable that stands for an entry.
  public mutating func name(of entry: EntryID) -> String {
    if let name = entryNames[entry] { return name }
    let name = fresh(program[entry].name)
    entryNames[entry] = name
    return name
  }

  /// Gives a value its expression; a variable that was declared ahead is assigned, else one is declared.
  public mutating func define(_ value: Value, as expression: String, hint: String? = nil) {
    if declared.contains(value) {
      line("\(self.expression(value)) = \(expression);")
    } else {
      let name = fresh(hint ?? "\(value)")
      valueText[value] = name
      line("\(type(of: value).cType) \(name) = \(expression);")
    }
  }

  /// Points a header at its first byte.
  public mutating func bind(_ header: HeaderID, to expression: String) {
    let declaration = declaredHeaders.contains(header) ? "" : "u8 *"
    line("\(declaration)\(name(of: header)) = \(expression);")
  }

  /// Declares a variable ahead of its definition, for uses that the defining block's scope does not enclose.
  mutating func declare(_ value: Value, hint: String? = nil, initialised: Bool = true) {
    guard declared.insert(value).inserted else { return }
    let name = fresh(hint ?? "\(value)")
    valueText[value] = name
    line("\(type(of: value).cType) \(name)\(initialised ? " = 0" : "");")
  }

  mutating func declare(_ header: HeaderID) {
    guard declaredHeaders.insert(header).inserted else { return }
    line("u8 *\(name(of: header)) = 0;")
  }

  func isDeclared(_ value: Value) -> Bool { declared.contains(value) }

  /// Stands for the value wherever it is used; nothing is printed.
  mutating func inline(_ value: Value, as expression: String) { valueText[value] = expression }

  /// Prints the place in the source, unless it is the one printed last.
  mutating func comment(_ place: String?) {
    guard let place, place != lastPlace else { return }
    lastPlace = place
    line("// \(place)")
  }
}
