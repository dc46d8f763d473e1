/// Makes names of paths unique.
enum PathNames {
  /// One id for each trace. Namesakes get the labels by which they differ, and where these do not tell them apart, a
  /// number in order of the paths.
  static func unique(_ traces: [PathTrace]) -> [String] {
    var namesakes: [String: [Int]] = [:]
    for (index, trace) in traces.enumerated() { namesakes[trace.base, default: []].append(index) }
    var ids = traces.map(\.base)
    for group in namesakes.values where group.count > 1 {
      let shared = group.dropFirst().reduce(Set(traces[group[0]].turns)) { $0.intersection(traces[$1].turns) }
      for index in group {
        let turns = traces[index].turns.filter { !$0.isEmpty && !shared.contains($0) }
        if !turns.isEmpty { ids[index] += " (\(turns.joined(separator: ", ")))" }
      }
    }
    return numbered(ids)
  }

  private static func numbered(_ ids: [String]) -> [String] {
    var counts: [String: Int] = [:]
    for id in ids { counts[id, default: 0] += 1 }
    var next: [String: Int] = [:]
    return ids.map { id in
      guard counts[id, default: 0] > 1 else { return id }
      var name: String
      repeat {
        next[id, default: 0] += 1
        name = "\(id) #\(next[id, default: 0])"
      } while counts[name] != nil
      return name
    }
  }
}
