import IR
import Traffic

/// One path through the program with its share of the packets.
public struct WeightedPath: Hashable, Sendable {
  /// As in `PathNumbering`.
  public var number: Int
  public var share: Double
  public var steps: [PathStep]
  public var verdict: Verdict
}

extension WeightedPath {
  /// The paths of a profile that was made with this program; those assumed where it was not. Ascending by number.
  static func paths(
    of program: Program, _ numbering: PathNumbering, _ classes: PathClasses?, under traffic: TrafficProfile,
    digest: String?
  ) -> [WeightedPath] {
    let known = digest.map(traffic.describes(programDigest:)) ?? true
    let measured = known ? traffic.paths.filter { $0.share > 0 && $0.share.isFinite } : []
    let paths = measured.compactMap { WeightedPath($0.path, $0.share, numbering) }
    let chosen =
      paths.isEmpty
      ? AssumedPaths(program, traffic, classes).shares.compactMap {
        WeightedPath($0.path, $0.share, numbering)
      } : paths
    let sum = chosen.reduce(0) { $0 + $1.share }
    return chosen.map {
      var path = $0
      path.share /= sum
      return path
    }.sorted { $0.number < $1.number }
  }

  private init?(_ number: Int, _ share: Double, _ numbering: PathNumbering) {
    guard let steps = numbering.path(number), let verdict = numbering.verdict(of: number) else { return nil }
    self.init(number: number, share: share, steps: steps, verdict: verdict)
  }
}
