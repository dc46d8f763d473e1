// Types, states and parameters in one line, as the dump shows them.

extension TypeSyntax {
  var shown: String {
    switch kind {
    case .named(let name): name
    case .bits(let bits): "bit<\(bits)>"
    case .tuple(let fields):
      "(" + fields.map { ($0.name.map { "\($0.text): " } ?? "") + $0.type.shown }.joined(separator: ", ") + ")"
    case .missing: "?"
    }
  }
}

extension StateSyntax.Kind {
  var shown: String {
    switch self {
    case .map(let key, let value): "map[\(key.shown) -> \(value.shown)]"
    case .pool(let type): "pool[\(type.shown)]"
    case .meter(let key): "meter[\(key.shown)]"
    case .sketch(let key): "sketch[\(key.shown)]"
    case .array(let type): "array[\(type.shown)]"
    case .set(let key): "set[\(key.shown)]"
    case .counter(let size): "counter" + (size.map { "[\($0.shown)]" } ?? "")
    case .maglev(let backends, let weight): "maglev over \(backends.text) by \(weight.text)"
    case .table(let kind, let key, let value): kind.shown(key.shown, value?.shown)
    case .bloom(let key): "bloom[\(key.shown)]"
    case .queue(let element): "queue[\(element.shown)]"
    case .tally(let map, let fields): "tally of \(map.text) by \(fields.map(\.text).joined(separator: ", "))"
    }
  }
}

extension TableKindSyntax {
  func shown(_ key: String, _ value: String?) -> String {
    let inside = "[" + key + (value.map { " -> " + $0 } ?? "") + "]"
    return switch self {
    case .map: "map" + inside
    case .set: "set" + inside
    case .longestPrefix: "lpm" + inside
    case .rules(let ranges):
      "acl" + inside + (ranges.isEmpty ? "" : " ranges \(ranges.sorted().map(String.init).joined(separator: ", "))")
    }
  }
}

extension [FunctionParameterSyntax] {
  var shown: String {
    map { one in
      switch one.kind {
      case .value(let type): "\(one.name.text): \(type.shown)"
      case .header(let kinds): "\(one.name.text): " + kinds.map(\.text).joined(separator: " | ")
      }
    }.joined(separator: ", ")
  }
}
