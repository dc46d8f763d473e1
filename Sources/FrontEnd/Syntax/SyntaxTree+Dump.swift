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

private struct Dumper {
  var output = ""
  private var depth = 0

  private mutating func line(_ text: String, _ span: SourceSpan) {
    output += String(repeating: "  ", count: depth) + text + "  @\(span.start.line):\(span.start.column)\n"
  }

  private mutating func nested(_ body: (inout Dumper) -> Void) {
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

  private mutating func dump(_ block: BlockSyntax) {
    nested { dumper in block.statements.forEach { dumper.dump($0) } }
  }

  private mutating func dump(_ block: BlockSyntax?, after word: String) {
    guard let block else { return }
    line(word, block.span)
    dump(block)
  }

  private mutating func dump(_ statement: StatementSyntax) {
    let span = statement.span
    switch statement.kind {
    case .bind(let name, let value, let otherwise):
      line("let \(name.text) = \(value.shown)", span)
      dump(otherwise, after: "else")
    case .evaluate(let value, let otherwise):
      line("do \(value.shown)", span)
      dump(otherwise, after: "else")
    case .assign(let target, let adds, let value): line("\(target.shown) \(adds ? "+=" : "=") \(value.shown)", span)
    case .conditional(let condition, let then, let otherwise):
      line("if \(condition.shown)", span)
      dump(then)
      dump(otherwise, after: "else")
    case .match(let subject, let cases, let otherwise):
      line("match \(subject.shown)", span)
      for one in cases { dump(one.body, after: "case " + one.values.map(\.shown).joined(separator: ", ")) }
      dump(otherwise, after: "otherwise")
    case .insert(let insertions, let otherwise):
      for one in insertions {
        line("insert \(one.map.text)[\(one.key.shown)]" + (one.value.map { " = \($0.shown)" } ?? ""), one.span)
      }
      dump(otherwise, after: "else")
    case .remove(let entry): line("remove \(entry.shown)", span)
    case .export(let stream, let value): line("export \(stream.text)(\(value.shown))", span)
    case .forward(let port): line("forward \(port.text)", span)
    case .drop(let reason): line("drop \"\(reason)\"", span)
    case .reply: line("reply", span)
    case .toControlPlane: line("to control plane", span)
    case .packet(let statement): line(statement.shown, span)
    case .use(let value): line("use \(value.shown)", span)
    case .variable(let name, let type, let value):
      line("var \(name.text)" + (type.map { ": \($0.shown)" } ?? "") + " = \(value.shown)", span)
    case .loop(let name, let first, let last, let isClosed, let turn):
      line("for \(name.text) in \(first.shown) \(isClosed ? "..." : "..<") \(last.shown)", span)
      dump(turn)
    case .advance(let call): line("advance \(call.shown)", span)
    case .leaveLoop: line("break", span)
    case .nextTurn: line("continue", span)
    case .giveBack(let value): line("return" + (value.map { " \($0.shown)" } ?? ""), span)
    case .choose(let value): line("choose \(value.shown)", span)
    }
  }
}

extension [FunctionParameterSyntax] {
  fileprivate var shown: String {
    map { one in
      switch one.kind {
      case .value(let type): "\(one.name.text): \(type.shown)"
      case .header(let kinds): "\(one.name.text): " + kinds.map(\.text).joined(separator: " | ")
      }
    }.joined(separator: ", ")
  }
}

extension StatementSyntax {
  /// A choice in one line.
  fileprivate var shown: String {
    switch kind {
    case .conditional(let condition, let then, let otherwise):
      "if \(condition.shown) \(then.shown)" + (otherwise.map { " else \($0.shown)" } ?? "")
    case .match(let subject, let cases, let otherwise):
      "match \(subject.shown) { "
        + cases.map { $0.values.map(\.shown).joined(separator: ", ") + " => " + $0.body.shown }.joined(separator: "; ")
        + (otherwise.map { "; otherwise => \($0.shown)" } ?? "") + " }"
    case .evaluate(let value, _): value.shown
    case .bind(let name, let value, _): "let \(name.text) = \(value.shown)"
    default: "…"
    }
  }
}

extension BlockSyntax {
  fileprivate var shown: String { "{ " + statements.map(\.shown).joined(separator: "; ") + " }" }
}

extension TypeSyntax {
  fileprivate var shown: String {
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
  fileprivate var shown: String {
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
  fileprivate func shown(_ key: String, _ value: String?) -> String {
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

extension ExpressionSyntax {
  fileprivate var shown: String {
    switch kind {
    case .integer(let value): "\(value)"
    case .boolean(let value): "\(value)"
    case .bits(let bits): "bit<\(bits)>"
    case .duration(let value): Type.duration.shown([value])
    case .ipv4(let value): AddressText.text(ipv4: value)
    case .ipv6(let value): AddressText.text(ipv6: value)
    case .mac(let value): AddressText.text(mac: value)
    case .name(let name): name
    case .member(let base, let name): "\(base.shown).\(name.text)"
    case .index(let base, let key): "\(base.shown)[\(key.shown)]"
    case .call(let callee, let arguments): "\(callee.shown)(\(Self.shown(arguments)))"
    case .tuple(let parts): "(\(Self.shown(parts)))"
    case .not(let operand): "(not \(operand.shown))"
    case .binary(let operation, let left, let right): "(\(left.shown) \(operation.rawValue) \(right.shown))"
    case .isKind(let operand, let kind): "(\(operand.shown) is \(kind.text))"
    case .choice(let statement): "(\(statement.shown))"
    case .missing: "?"
    }
  }

  fileprivate static func shown(_ arguments: [ArgumentSyntax]) -> String {
    arguments.map { ($0.label.map { "\($0.text): " } ?? "") + $0.value.shown }.joined(separator: ", ")
  }
}

extension PacketStatementSyntax {
  fileprivate var shown: String {
    switch self {
    case .mirror(let port): "mirror \(port.text)"
    case .flood: "flood"
    case .forwardTo(let port): "forward to \(port.shown)"
    case .push(let headers, let place): "push \(headers.map(\.shown).joined(separator: ", ")) before \(place.text)"
    case .pop(let first, let last): "pop \(first.text)" + (last.map { " to \($0.text)" } ?? "")
    case .resize(let length): "resize packet to \(length.shown)"
    case .append(let header): "append \(header.shown)"
    case .recompute(let header): "recompute \(header.text)"
    case .replyError(let arguments): "reply icmp(\(ExpressionSyntax.shown(arguments)))"
    }
  }
}

extension PushedHeaderSyntax {
  fileprivate var shown: String { "\(name.text): \(kind.text)(\(ExpressionSyntax.shown(arguments)))" }
}
