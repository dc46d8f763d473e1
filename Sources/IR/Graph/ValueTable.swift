/// What is known of a program's values: an element for each that has one. Values are numbered without gaps, so that a
/// list does what a dictionary would, without hashing.
public struct ValueTable<Element: Sendable>: Sendable {
  private var elements: [Element?]

  public init(_ program: Program) { elements = [Element?](repeating: nil, count: program.valueTypes.count) }

  public subscript(value: Value) -> Element? {
    get { elements.indices.contains(value.id) ? elements[value.id] : nil }
    set { elements[value.id] = newValue }
  }

  /// True where no value has an element.
  public var isEmpty: Bool { elements.allSatisfy { $0 == nil } }
}
