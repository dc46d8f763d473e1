/// A source after some of its mistakes were mended.
public struct FixedSource: Hashable, Sendable {
  /// One mistake that was mended.
  public struct Fix: Hashable, Sendable {
    public var diagnostic: Diagnostic
    public var fixIt: FixIt
    /// The text from the first edit to the last, as it was and as it is now.
    public var before: String
    public var after: String
  }

  public var text: String
  /// By place.
  public var fixes: [Fix]
}

extension SourceFile {
  /// Mends what can be mended: each diagnostic with exactly one fix-it, as several are the author's choice. Of fix-its
  /// that touch, the first is taken; fix-its of other files are passed over.
  public func fixed(_ diagnostics: [Diagnostic]) -> FixedSource {
    let (fixes, edits) = chosen(diagnostics)
    return FixedSource(text: String(decoding: apply(edits, to: 0..<bytes.count), as: UTF8.self), fixes: fixes)
  }

  /// Mends round by round, as one mistake may hide another, until nothing is left that has one remedy.
  ///
  /// - Parameter diagnostics: What is wrong with a source.
  /// - Returns: The mended source, and what was done, each fix with its place at that time. After eight rounds it gives up.
  public func mended(
    diagnostics: (SourceFile) throws -> [Diagnostic]
  ) rethrows -> (source: SourceFile, fixes: [FixedSource.Fix]) {
    var source = self
    var fixes: [FixedSource.Fix] = []
    for _ in 0..<8 {
      let fixed = source.fixed(try diagnostics(source))
      if fixed.fixes.isEmpty { break }
      fixes += fixed.fixes
      source = SourceFile(path: path, text: fixed.text)
    }
    return (source, fixes)
  }

  private struct PlacedEdit {
    var range: Range<Int>
    var replacement: [UInt8]

    func touches(_ other: PlacedEdit) -> Bool {
      range.lowerBound <= other.range.upperBound && other.range.lowerBound <= range.upperBound
    }
  }

  private func chosen(_ diagnostics: [Diagnostic]) -> ([FixedSource.Fix], [PlacedEdit]) {
    var fixes: [FixedSource.Fix] = []
    var edits: [PlacedEdit] = []
    for diagnostic in diagnostics.sorted() where diagnostic.fixIts.count == 1 {
      let fixIt = diagnostic.fixIts[0]
      guard let placed = place(fixIt), !placed.contains(where: { one in edits.contains { $0.touches(one) } }) else {
        continue
      }
      edits += placed
      fixes.append(describe(diagnostic, fixIt, placed))
    }
    return (fixes, edits.sorted { $0.range.lowerBound < $1.range.lowerBound })
  }

  /// The edits as ranges of bytes; nil where they are not of this file or not in order.
  private func place(_ fixIt: FixIt) -> [PlacedEdit]? {
    var placed: [PlacedEdit] = []
    for edit in fixIt.edits {
      let start = offset(of: edit.span.start)
      let end = offset(of: edit.span.end)
      guard edit.span.file == path, start <= end, start >= placed.last?.range.upperBound ?? 0 else { return nil }
      placed.append(PlacedEdit(range: start..<end, replacement: Array(edit.replacement.utf8)))
    }
    return placed
  }

  private func describe(_ diagnostic: Diagnostic, _ fixIt: FixIt, _ edits: [PlacedEdit]) -> FixedSource.Fix {
    let range = edits[0].range.lowerBound..<edits[edits.count - 1].range.upperBound
    return FixedSource.Fix(
      diagnostic: diagnostic, fixIt: fixIt, before: String(decoding: bytes[range], as: UTF8.self),
      after: String(decoding: apply(edits, to: range), as: UTF8.self))
  }

  private func apply(_ edits: [PlacedEdit], to range: Range<Int>) -> [UInt8] {
    var result: [UInt8] = []
    var offset = range.lowerBound
    for edit in edits {
      result += bytes[offset..<edit.range.lowerBound] + edit.replacement
      offset = edit.range.upperBound
    }
    return result + bytes[offset..<range.upperBound]
  }
}
