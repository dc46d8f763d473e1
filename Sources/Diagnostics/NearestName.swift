/// The candidate that a misspelt name was probably meant to be: least edits, at most a third of its length.
public func nearestName(to name: String, among candidates: some Sequence<String>) -> String? {
  let limit = max(1, name.utf8.count / 3)
  guard name.utf8.count <= 64 else { return nil }
  let ranked = candidates.filter { $0 != name && $0.utf8.count <= 64 }.map { (edits(name, $0), $0) }
  guard let best = ranked.min(by: { ($0.0, $0.1) < ($1.0, $1.1) }), best.0 <= limit else { return nil }
  return best.1
}

/// Insertions, deletions, replacements and swaps of neighbours (optimal string alignment), ignoring case.
private func edits(_ left: String, _ right: String) -> Int {
  let a = Array(left.lowercased().utf8)
  let b = Array(right.lowercased().utf8)
  var rows = [Array(0...b.count)]
  for i in 1..<(a.count + 1) {
    var row = [i]
    for j in 1..<(b.count + 1) {
      let replaced = rows[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
      var best = min(rows[i - 1][j] + 1, row[j - 1] + 1, replaced)
      if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { best = min(best, rows[i - 2][j - 2] + 1) }
      row.append(best)
    }
    rows.append(row)
  }
  return rows[a.count][b.count]
}
