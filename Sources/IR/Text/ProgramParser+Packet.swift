// Instructions that move, sum or send a packet's bytes.
extension ProgramParser {
  mutating func packetOperation(_ keyword: IRToken) throws(IRTextError) -> Operation {
    switch keyword.text {
    case "bind": return try bind()
    case "insertBytes": return try insertBytes()
    case "removeBytes": return try removeBytes()
    case "setLength": return .setLength(try value())
    case "sumBytes":
      let (offset, length) = try pair()
      return .sumBytes(offset: offset, length: length)
    case "hashBytes":
      try expect("seed")
      let seed = try number()
      let (offset, length) = try pair()
      return .hashBytes(seed: seed, offset: offset, length: length)
    case "skipExtensions":
      let (number, offset) = try pair()
      return .skipExtensions(protocol: number, offset: offset)
    case "mirror": return .mirror(port: try reference(in: names.ports, "port"))
    default: return .export(stream: try reference(in: names.streams, "stream"), try values())
    }
  }

  private mutating func bind() throws(IRTextError) -> Operation {
    let header = HeaderID(try reference(in: names.headers, "header"))
    try expect("at")
    return .bind(header, offset: try value())
  }

  private mutating func insertBytes() throws(IRTextError) -> Operation {
    let count = try count()
    try expect("at")
    return .insertBytes(at: try value(), count: count)
  }

  private mutating func removeBytes() throws(IRTextError) -> Operation {
    let count = try value()
    try expect("at")
    return .removeBytes(at: try value(), count: count)
  }

  private mutating func pair() throws(IRTextError) -> (Value, Value) {
    let first = try value()
    try expect(",")
    return (first, try value())
  }
}
