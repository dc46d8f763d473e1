import IR

/// What the interpreter takes on, beyond well-formedness.
enum Limits {
  /// Words of 64 bits per state: 8 GiB, of which the system gives only the pages that are touched.
  static let mostWords = 1 << 30

  static func check(_ program: Program) throws {
    if let error = program.verify().first { throw InterpreterError.malformed(message: error.description) }
    guard !program.blocks.isEmpty else { throw InterpreterError.malformed(message: "there is no block") }
    for state in program.states {
      let words = words(of: state, in: program)
      guard words <= mostWords else {
        throw InterpreterError.stateTooLarge(state: state.name, words: words, atMost: mostWords)
      }
    }
  }

  static func check(_ values: [UInt64], for program: Program) throws {
    guard values.count == program.parameters.count else {
      throw InterpreterError.wrongParameterCount(given: values.count, expected: program.parameters.count)
    }
    for (value, parameter) in zip(values, program.parameters) where value & ~parameter.type.mask != 0 {
      throw InterpreterError.parameterOutOfRange(name: parameter.name, value: value, bits: parameter.type.bits)
    }
  }

  /// An upper bound of a state's memory; `Int.max` where the product has no meaning any more.
  private static func words(of state: State, in program: Program) -> Int {
    switch state.kind {
    case .map(let map):
      let fields = 9 + map.key.count + map.value.count  // with the hash, the buckets and the places in the orders
      return product(map.capacity, fields)
    case .pool(let pool): return pool.count
    case .array(let array): return product(array.size, array.value.count)
    case .sketch(let sketch): return product(sketch.rows, sketch.columns)
    case .ring(let ring): return ring.size
    case .table(let table): return product(table.capacity, 2 * table.key.count + table.value.count + 1)
    case .queue(let queue): return product(queue.capacity, queue.value.count + 1)
    case .tally(let tally): return product(program[tally.of].map?.capacity ?? 0, tally.key.count + 5)
    }
  }

  private static func product(_ left: Int, _ right: Int) -> Int {
    let (product, overflow) = left.multipliedReportingOverflow(by: right)
    return overflow ? .max : product
  }
}
