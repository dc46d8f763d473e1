import Diagnostics

extension Dumper {
  mutating func dump(_ block: BlockSyntax) {
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
