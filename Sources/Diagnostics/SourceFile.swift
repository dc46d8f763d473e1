/// A source text and the table that turns byte offsets into lines and columns.
public struct SourceFile: Hashable, Sendable {
  /// The path as diagnostics print it.
  public let path: String
  /// The text as valid UTF-8; bytes that were not were replaced by U+FFFD.
  public let bytes: [UInt8]
  /// Offset, in `bytes`, of the first replaced byte; nil when the file was valid UTF-8.
  public let firstInvalidByte: Int?
  /// Offset of each line's first byte; the first is 0.
  private let lineStarts: [Int]

  public init(path: String, text: String) {
    self.init(path: path, validBytes: Array(text.utf8), firstInvalidByte: nil)
  }

  /// Reads any bytes: what is not UTF-8 is replaced, and the parser reports where.
  public init(path: String, bytes: some Sequence<UInt8>) {
    let raw = Array(bytes)
    let repaired = Array(String(decoding: raw, as: UTF8.self).utf8)
    let invalid = raw == repaired ? nil : zip(raw, repaired).enumerated().first { $1.0 != $1.1 }?.offset
    self.init(path: path, validBytes: repaired, firstInvalidByte: raw == repaired ? nil : invalid ?? raw.count)
  }

  private init(path: String, validBytes: [UInt8], firstInvalidByte: Int?) {
    self.path = path
    self.bytes = validBytes
    self.firstInvalidByte = firstInvalidByte
    var starts = [0]
    for (offset, byte) in validBytes.enumerated() where byte == UInt8(ascii: "\n") { starts.append(offset + 1) }
    self.lineStarts = starts
  }

  public var text: String { String(decoding: bytes, as: UTF8.self) }
  public var lineCount: Int { lineStarts.count }

  /// The position of a byte offset; offsets past the end give the end.
  public func position(at offset: Int) -> SourcePosition {
    let clamped = max(0, min(offset, bytes.count))
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= clamped { low = middle } else { high = middle }
    }
    return SourcePosition(line: low + 1, column: clamped - lineStarts[low] + 1)
  }

  /// The byte offset of a position; past a line's end gives its end, past the text the text's end.
  public func offset(of position: SourcePosition) -> Int {
    guard position.line <= lineStarts.count else { return bytes.count }
    let line = max(position.line, 1) - 1
    let end = line + 1 < lineStarts.count ? lineStarts[line + 1] - 1 : bytes.count
    return min(lineStarts[line] + max(position.column - 1, 0), end)
  }

  public func span(_ range: Range<Int>) -> SourceSpan {
    SourceSpan(file: path, start: position(at: range.lowerBound), end: position(at: range.upperBound))
  }

  /// The text of a one-based line without its end, or nil where there is none.
  public func line(_ number: Int) -> String? {
    guard number >= 1, number <= lineStarts.count else { return nil }
    let start = lineStarts[number - 1]
    var end = number < lineStarts.count ? lineStarts[number] - 1 : bytes.count
    if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }
}
