import Diagnostics

extension Program {
  /// Names sources by their last component, so that what is made of a program does not tell where its source lay.
  public var withoutDirectories: Program {
    var program = self
    program.sourceFile = sourceFile.lastComponent
    for index in program.states.indices { program.states[index].span?.forgetDirectory() }
    for index in program.blocks.indices {
      program.blocks[index].terminatorSpan?.forgetDirectory()
      for position in program.blocks[index].instructions.indices {
        program.blocks[index].instructions[position].span?.forgetDirectory()
      }
    }
    return program
  }
}

extension SourceSpan {
  fileprivate mutating func forgetDirectory() { file = file.lastComponent }
}

extension String {
  /// What follows the last slash.
  fileprivate var lastComponent: String { lastIndex(of: "/").map { String(self[index(after: $0)...]) } ?? self }
}
