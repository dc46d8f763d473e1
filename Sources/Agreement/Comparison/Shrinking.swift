/// Makes steps that show a failure fewer: drops runs of them, from halves down to single ones, while the failure stays.
public struct Shrinking {
  var fails: ([Step]) -> Bool
  /// Attempts at most; each runs all steps that are left.
  var attempts = 300

  public init(fails: @escaping ([Step]) -> Bool) { self.fails = fails }

  /// The steps themselves when they do not fail again.
  public func shrunk(_ steps: [Step]) -> [Step] {
    var (steps, left) = (steps, attempts)
    guard fails(steps) else { return steps }
    var length = max(1, steps.count / 2)
    while left > 0 {
      let dropped = drop(length, from: &steps, &left)
      if length == 1, !dropped { break }
      length = max(1, min(length / 2, steps.count / 2))
    }
    return steps
  }

  /// Tries to drop each run of `length` steps, and says whether one could be.
  private func drop(_ length: Int, from steps: inout [Step], _ left: inout Int) -> Bool {
    var (start, dropped) = (0, false)
    while start < steps.count, left > 0 {
      let fewer = Array(steps[..<start] + steps[min(start + length, steps.count)...])
      left -= 1
      if fails(fewer) {
        steps = fewer
        dropped = true
      } else {
        start += length
      }
    }
    return dropped
  }
}
