/// Names of one kind of declaration, by index: how the text form refers to them.
///
/// A name that only one declaration has stands for it; any other is referred to by `#index`.
struct NameTable: Sendable {
  private let names: [String]
  private let indices: [String: Int]
  private let ambiguous: Set<String>

  init(_ names: [String]) {
    var indices: [String: Int] = [:]
    var ambiguous: Set<String> = []
    for (index, name) in names.enumerated() where indices.updateValue(index, forKey: name) != nil {
      ambiguous.insert(name)
    }
    self.names = names
    self.indices = indices
    self.ambiguous = ambiguous
  }

  var count: Int { names.count }

  /// The name that stands for `index`, or nil where only `#index` does.
  func name(_ index: Int) -> String? {
    guard names.indices.contains(index), !ambiguous.contains(names[index]) else { return nil }
    return names[index]
  }

  /// The index that `name` stands for.
  func index(of name: String) -> Int? {
    ambiguous.contains(name) ? nil : indices[name]
  }
}
