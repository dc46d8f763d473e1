extension Program {
  /// Reads a program from its text form. The result is what the text says, not yet verified.
  ///
  /// - Parameter file: the text's own name, for errors; the program's `sourceFile` stands in the text.
  /// - Throws: the first mistake, with its place. Any bytes are allowed.
  public init(parsing text: String, file: String = "program.cir") throws(IRTextError) {
    var parser = ProgramParser(tokens: try IRLexer.tokens(of: text, file: file), file: file)
    self = try parser.parseProgram()
  }
}
