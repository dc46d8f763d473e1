import Testing

/// A trace of packets and what is to become of them, one on a line, as a person writes it down:
///
///     # An answer comes back through the binding.
///     inside   udp 10.0.0.1:4000 > 198.51.100.1:53           → outside udp 203.0.113.1:1024 > 198.51.100.1:53
///     outside  udp 198.51.100.1:53 > 203.0.113.1:1024        → inside  udp 198.51.100.1:53 > 10.0.0.1:4000
///     +121s outside udp 198.51.100.1:53 > 203.0.113.1:1024   → drop "no binding"
///
/// A line is the port it comes in by, after a pause if there is one, the packet (`PacketNotation`), and behind the arrow a port with the words that
/// the packet's own notation must have, in order; `drop "reason"`; or `control plane`. Behind that, `mirror PORT` for each copy and `export NAME` for
/// each record. `## title` begins a new run from the start; the lines `set NAME=VALUE` behind it are its parameters, and the lines
/// `table NAME: {FIELD: VALUE, …}` rows of its config tables, in order, as in a table file.
struct TraceScript {
  struct Run: CustomTestStringConvertible {
    var program: String
    var title: String
    var settings: [String: String] = [:]
    /// Rows of config tables, by table.
    var rows: [String: [String]] = [:]
    var steps: [Step] = []
    var testDescription: String { "\(program): \(title)" }
    /// The rows as the text of a table file.
    var tables: String {
      rows.sorted { $0.key < $1.key }.map { "\($0.key): [\($0.value.joined(separator: ", "))]\n" }.joined()
    }
  }

  struct Step {
    var line: Int
    var pauseNanoseconds: UInt64
    var port: String
    var packet: [String]
    var expected: [String]
  }

  var runs: [Run] = []

  /// - Parameter offset: lines that stand before the text in its file.
  /// - Throws: `NotationError` with the line.
  init(_ text: String, program: String, offset: Int = 0) throws {
    for (index, raw) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let line = raw.trimmingPrefix { $0.isWhitespace }
      if line.hasPrefix("## ") {
        runs.append(Run(program: program, title: String(line.dropFirst(3))))
      } else if line.isEmpty || line.hasPrefix("#") {
        continue
      } else {
        if runs.isEmpty { runs.append(Run(program: program, title: "from the start")) }
        try read(line, line: offset + index + 1)
      }
    }
  }

  private mutating func read(_ text: Substring, line: Int) throws {
    guard text.hasPrefix("table "), let colon = text.firstIndex(of: ":") else {
      return try read(NotationWords.split(text), line: line)
    }
    let name = text[..<colon].dropFirst("table ".count)
    runs[runs.count - 1].rows[String(name), default: []].append(String(text[text.index(after: colon)...]))
  }

  private mutating func read(_ words: [String], line: Int) throws {
    if words.first == "set", words.count == 2, let sign = words[1].firstIndex(of: "=") {
      runs[runs.count - 1].settings[String(words[1][..<sign])] = String(words[1][words[1].index(after: sign)...])
      return
    }
    guard let arrow = words.firstIndex(of: "→") else { throw NotationError("line \(line): there is no →") }
    var left = Array(words[..<arrow])
    var pause: UInt64 = 1_000_000
    if let first = left.first, first.hasPrefix("+") {
      pause = try NotationWords.nanoseconds(first.dropFirst())
      left.removeFirst()
    }
    guard left.count >= 2 else { throw NotationError("line \(line): a port and a packet stand before the →") }
    runs[runs.count - 1].steps.append(
      Step(
        line: line, pauseNanoseconds: pause, port: left[0], packet: Array(left.dropFirst()),
        expected: Array(words[(arrow + 1)...])))
  }
}

/// What is wrong with a line of a trace.
struct NotationError: Error, CustomStringConvertible {
  var description: String
  init(_ description: String) { self.description = description }
}
