/// Interpreter.
