import Diagnostics

extension Parser {
  /// `machine TcpLife(tcp: tcp, answer: bool) { opening 30s { when … -> answered }  closed }`.
  mutating func parseMachine() -> MachineSyntax? {
    advance()
    guard let name = expectNewName("the machine's name"), at(.leftParen) else {
      reportExpected("'('")
      return nil
    }
    guard let parameters = parseFunctionParameters() else { return nil }
    let brace = current
    guard expect(.leftBrace) else { return nil }
    var states: [MachineSyntax.State] = []
    while !isAtEnd, !at(.rightBrace), !startsMemberForCertain {
      if take(.semicolon) || take(.comma) { continue }
      guard let state = parseMachineState() else { return nil }
      states.append(state)
    }
    expectClosingBrace(brace)
    return MachineSyntax(name: name, parameters: parameters, states: states)
  }

  /// A state's time-out stands on the line of its name.
  private mutating func parseMachineState() -> MachineSyntax.State? {
    guard let name = expectName("a state") else { return nil }
    let isFinal = at(.leftBrace) || at(.rightBrace) || at(.comma) || at(.semicolon) || current.startsLine
    let timeout = isFinal ? nil : parseExpression()
    var transitions: [MachineSyntax.Transition] = []
    if at(.leftBrace) {
      let brace = current
      advance()
      while take(word: "when") {
        let condition = parseExpression()
        guard expect(.arrow), let target = expectName("a state") else { return nil }
        transitions.append(MachineSyntax.Transition(condition: condition, target: target))
        _ = take(.semicolon)
      }
      guard at(.rightBrace) else {
        if isAtEnd { expectClosingBrace(brace) } else { reportExpected("'when' or '}'") }
        return nil
      }
      advance()
    }
    return MachineSyntax.State(name: name, timeout: timeout, transitions: transitions)
  }
}
