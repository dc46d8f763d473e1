import Diagnostics

extension SyntaxTree {
  /// The tree as text: one line per declaration and statement with its place, expressions in one line with all their
  /// parentheses.
  public var dump: String {
    var dumper = Dumper()
    dumper.dump(file)
    return dumper.output
  }
}

/// Writes declarations; what stands within them is one level deeper.
struct Dumper {
  var output = ""
  private var depth = 0

  mutating func line(_ text: String, _ span: SourceSpan) {
    output += String(repeating: "  ", count: depth) + text + "  @\(span.start.line):\(span.start.column)\n"
  }

  mutating func nested(_ body: (inout Dumper) -> Void) {
    depth += 1
    body(&self)
    depth -= 1
  }

  mutating func dump(_ file: FileSyntax) {
    for one in file.imports {
      switch one.kind {
      case .file(let path): line("import \"\(path)\"", one.span)
      case .library(let name): line("import std.\(name)", one.span)
      }
    }
    file.shared.forEach { dump($0) }
    file.functions.forEach { dump($0) }
    if let chain = file.chain {
      line("chain \(chain.name.text)", chain.span)
      nested { dumper in
        chain.ports.forEach { dumper.line("port \($0.text)", $0.span) }
        chain.members.forEach { dumper.line("member \($0.text)", $0.span) }
      }
    }
  }

  mutating func dump(_ function: NetworkFunctionSyntax) {
    line("nf \(function.name.text)", function.span)
    nested { dumper in function.members.forEach { dumper.dump($0) } }
  }

  private mutating func dump(_ member: MemberSyntax) {
    switch member {
    case .parameter(let it):
      line("param \(it.name.text): \(it.type.shown)" + (it.value.map { " = \($0.shown)" } ?? ""), it.name.span)
    case .ports(let names): names.forEach { line("port \($0.text)", $0.span) }
    case .structure(let it):
      line("struct \(it.name.text)", it.name.span)
      nested { dumper in it.fields.forEach { dumper.dump($0) } }
    case .constant(let it):
      line("const \(it.name.text)" + (it.type.map { ": \($0.shown)" } ?? "") + " = \(it.value.shown)", it.name.span)
    case .state(let it):
      line((it.isConfig ? "config table " : it.isShared ? "shared state " : "state ") + "\(it.name.text): \(it.kind.shown)", it.span)
      nested { dumper in it.attributes.forEach { dumper.dump($0) } }
    case .fragments(let it): dump(it)
    case .header(let it):
      line("header \(it.name.text)" + (it.length.map { " length \($0.shown)" } ?? ""), it.name.span)
      nested { dumper in
        it.fields.forEach { dumper.dump($0) }
        for host in it.hosts {
          dumper.line("after \(host.kind.text)" + (host.condition.map { " where \($0.shown)" } ?? ""), host.kind.span)
        }
      }
    case .enumeration(let it):
      line("enum \(it.name.text)" + (it.type.map { ": \($0.shown)" } ?? ""), it.name.span)
      nested { dumper in
        for one in it.cases {
          dumper.line("case \(one.name.text)" + (one.value.map { " = \($0.shown)" } ?? ""), one.name.span)
        }
      }
    case .machine(let it): dump(it)
    case .function(let it):
      line("fn \(it.name.text)(\(it.parameters.shown))" + (it.result.map { " -> \($0.shown)" } ?? ""), it.name.span)
      dump(it.body)
    case .stream(let it): line("stream \(it.name.text): \(it.type.shown)", it.name.span)
    case .handler(let it): dump(it)
    case .otherwise(let block):
      line("otherwise", block.span)
      dump(block)
    }
  }

  private mutating func dump(_ fragments: FragmentsSyntax) {
    switch fragments.kind {
    case .drop(let reason): line("fragments drop \"\(reason)\"", fragments.span)
    case .pass: line("fragments pass", fragments.span)
    case .follow(let state):
      line("fragments follow first", fragments.span)
      nested { dumper in state.attributes.forEach { dumper.dump($0) } }
    }
  }

  private mutating func dump(_ machine: MachineSyntax) {
    line("machine \(machine.name.text)(\(machine.parameters.shown))", machine.name.span)
    nested { dumper in
      for state in machine.states {
        dumper.line(state.name.text + (state.timeout.map { " \($0.shown)" } ?? ""), state.name.span)
        dumper.nested { dumper in
          for one in state.transitions {
            dumper.line("when \(one.condition.shown) -> \(one.target.text)", one.target.span)
          }
        }
      }
    }
  }

  private mutating func dump(_ field: FieldSyntax) {
    line("field " + (field.name.map { "\($0.text): " } ?? "") + field.type.shown, field.type.span)
  }

  private mutating func dump(_ attribute: AttributeSyntax) {
    let span = attribute.name.span
    switch attribute.kind {
    case .number(let value): line("\(attribute.name.text) \(value.shown)", span)
    case .expire(let refreshed, let value): line("expire \(refreshed ? "idle" : "fixed") \(value.shown)", span)
    case .peak(let rate, let burst): line("peak rate \(rate.shown) burst \(burst.shown)", span)
    case .expireBy(let refreshed, let field, let times, let otherwise):
      line("expire \(refreshed ? "idle" : "fixed") by \(field.text)", span)
      nested { dumper in
        for time in times { dumper.line("\(time.value.shown) \(time.time.shown)", time.value.span) }
        if let otherwise { dumper.line("otherwise \(otherwise.shown)", otherwise.span) }
      }
    case .fullSample(let oneIn, let block):
      line("full sample 1 in \(oneIn.shown) else", span)
      dump(block)
    case .range(let first, let last): line("range \(first.shown)...\(last.shown)", span)
    case .fullEvictOldest: line("full evict oldest", span)
    case .consistency(let late): line("consistency " + (late.map { "eventual \($0.shown)" } ?? "exact"), span)
    case .with(let map): line("with \(map.text)", span)
    case .released(let map, let field): line("released with \(map.text)" + (field.map { ".\($0.text)" } ?? ""), span)
    case .full(let block):
      line("full", span)
      dump(block)
    }
  }

  private mutating func dump(_ handler: HandlerSyntax) {
    let patterns = handler.patterns.map { "\($0.name.text): " + $0.kinds.map(\.text).joined(separator: " | ") }
    var text = "on packet(\(patterns.joined(separator: ", ")))"
    if let port = handler.port { text += " from \(port.text)" }
    if let condition = handler.condition { text += " where \(condition.shown)" }
    line(text, handler.span)
    dump(handler.body)
  }
}
