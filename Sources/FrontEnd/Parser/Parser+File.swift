import Diagnostics

extension Parser {
  /// Words that begin something outside of nfs, besides `import`, `chain` and `nf`.
  static let fileWords: Set<String> = ["const", "struct", "enum", "fn", "machine", "header"]

  mutating func parseFile() {
    while !isAtEnd {
      if take(.semicolon) { continue }
      let before = index
      parseFileDeclaration()
      if index == before { advance() }
    }
  }

  private mutating func parseFileDeclaration() {
    switch current.word {
    case "import"?: parseImport()
    case "nf"?: if let function = parseFunction() { file.functions.append(function) }
    case "chain"?: parseChain()
    case let word? where Self.fileWords.contains(word): 
      var members: [MemberSyntax] = []
      parseMember(into: &members)
      file.shared += members
    default: skipStray()
    }
  }

  /// Goes on where something begins that may stand here.
  private mutating func skipStray() {
    if !file.functions.isEmpty {
      report(.afterFunction(at: span(of: current)))
    } else if current.kind != .malformed {
      let found = String(decoding: source.bytes[current.range].prefix(40), as: UTF8.self)
      report(.expected("'nf'", found: "'\(found)'", at: span(of: current)))
    }
    repeat { advance() } while !isAtEnd && !startsFileDeclaration && !startsSharedMember
  }

  /// True at the start of a line that can only stand outside of nfs.
  var startsFileDeclaration: Bool {
    guard current.startsLine, let word = current.word else { return false }
    switch word {
    case "nf", "chain": return lookahead(1).word != nil && !lookahead(1).startsLine && isBrace(lookahead(2))
    case "import":
      if case .string = lookahead(1).kind { return true }
      return lookahead(1).kind == .word("std") && lookahead(2).kind == .symbol(.dot)
    default: return false
    }
  }

  private func isBrace(_ token: Token) -> Bool { token.kind == .symbol(.leftBrace) }

  private var startsSharedMember: Bool {
    guard current.startsLine, let word = current.word, Self.fileWords.contains(word) else { return false }
    return lookahead(1).word != nil && !lookahead(1).startsLine
  }

  /// `import "common.nf"`, `import std.tcp`.
  private mutating func parseImport() {
    let start = current
    advance()
    if case .string(let path) = current.kind {
      advance()
      return file.imports.append(ImportSyntax(kind: .file(path), span: span(from: start)))
    }
    guard expect(word: "std"), expect(.dot), let name = expectName("a part of the library") else { return }
    file.imports.append(ImportSyntax(kind: .library(name.text), span: span(from: start)))
  }

  /// `chain Gateway { port inside, outside  Tracker -> Firewall }`.
  private mutating func parseChain() {
    let start = current
    advance()
    guard let name = expectName("the chain's name") else { return }
    let brace = current
    guard expect(.leftBrace) else { return }
    var chain = ChainSyntax(name: name, ports: [], members: [], span: name.span)
    while !isAtEnd, !at(.rightBrace), !startsFileDeclaration {
      if take(.semicolon) { continue }
      let before = (index, diagnostics.count)
      parseChainPart(into: &chain)
      if diagnostics.count > before.1 { skipToMember() }
      if index == before.0 { advance() }
    }
    expectClosingBrace(brace)
    chain.span = span(from: start)
    if file.chain != nil { return report(.secondChain(at: name.span)) }
    file.chain = chain
  }

  private mutating func parseChainPart(into chain: inout ChainSyntax) {
    if at(word: "port"), lookahead(1).kind != .symbol(.arrow) {
      repeat {
        advance()
        guard let name = expectName("a port's name") else { return }
        chain.ports.append(name)
      } while at(.comma)
      return
    }
    if !chain.members.isEmpty { return reportExpected("'->' or '}'") }
    repeat {
      guard let name = expectName("an nf") else { return }
      chain.members.append(name)
    } while take(.arrow)
  }
}
