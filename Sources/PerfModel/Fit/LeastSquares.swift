import Glibc

/// Non-linear least squares by Levenberg and Marquardt's method, with slopes by differences.
///
/// Parameters are positive and fitted as logarithms, each with a prior. What is minimised is the sum over the residuals of the
/// soft-L1 loss `2·(√(1+r²) − 1)`, so that a few rows that do not fit do not decide, plus the squared distances from the priors.
struct LeastSquares {
  struct Solution {
    var values: [Double]
    /// Of the logarithms.
    var deviations: [Double]
  }

  var start: [Double]
  /// Standard deviations of the logarithms before anything was measured.
  var deviations: [Double]
  var residuals: ([Double]) -> [Double]

  private static let mostSteps = 60
  private static let difference = 1e-4

  func solve() -> Solution {
    var shift = [Double](repeating: 0, count: start.count)
    var damping = 1e-2
    var loss = loss(shift)
    for _ in 0..<Self.mostSteps {
      let (matrix, slope) = normalEquations(shift)
      let step = Self.solution(of: matrix, damped: damping, slope)
      let next = zip(shift, step).map { $0 + min(max($1, -0.7), 0.7) }
      let better = self.loss(next)
      if better < loss {
        let gain = loss - better
        (shift, loss) = (next, better)
        damping = max(damping / 4, 1e-9)
        if gain < 1e-9 * max(1, loss) { break }
      } else {
        damping *= 6
        if damping > 1e12 { break }
      }
    }
    return Solution(values: values(shift), deviations: spread(normalEquations(shift).matrix))
  }

  private func values(_ shift: [Double]) -> [Double] { zip(start, shift).map { $0 * exp($1) } }

  private func loss(_ shift: [Double]) -> Double {
    let measured = residuals(values(shift)).reduce(0) { $0 + 2 * ((1 + $1 * $1).squareRoot() - 1) }
    return zip(shift, deviations).reduce(measured) { $0 + ($1.0 / $1.1) * ($1.0 / $1.1) }
  }

  /// `JᵀWJ` and `−JᵀWr`, priors included.
  private func normalEquations(_ shift: [Double]) -> (matrix: [[Double]], slope: [Double]) {
    let base = residuals(values(shift))
    let weights = base.map { 1 / (1 + $0 * $0).squareRoot() }
    let columns = shift.indices.map { index in
      var moved = shift
      moved[index] += Self.difference
      return zip(residuals(values(moved)), base).map { ($0 - $1) / Self.difference }
    }
    var matrix = columns.map { one in
      columns.map { other in weights.indices.reduce(0) { $0 + weights[$1] * one[$1] * other[$1] } }
    }
    var slope = columns.map { column in weights.indices.reduce(0) { $0 - weights[$1] * column[$1] * base[$1] } }
    for index in shift.indices {
      matrix[index][index] += 1 / (deviations[index] * deviations[index])
      slope[index] -= shift[index] / (deviations[index] * deviations[index])
    }
    return (matrix, slope)
  }

  private func spread(_ matrix: [[Double]]) -> [Double] {
    start.indices.map { index in
      var unit = [Double](repeating: 0, count: start.count)
      unit[index] = 1
      return max(0, Self.solution(of: matrix, damped: 0, unit)[index]).squareRoot()
    }
  }

  /// Gaussian elimination with pivots; the diagonal is enlarged by the damping.
  private static func solution(of matrix: [[Double]], damped damping: Double, _ right: [Double]) -> [Double] {
    let count = right.count
    var rows = matrix.indices.map { matrix[$0] + [right[$0]] }
    for index in 0..<count { rows[index][index] *= 1 + damping }
    for column in 0..<count {
      let pivot = (column..<count).max { abs(rows[$0][column]) < abs(rows[$1][column]) } ?? column
      rows.swapAt(column, pivot)
      guard abs(rows[column][column]) > 1e-300 else { continue }
      for row in 0..<count where row != column {
        let factor = rows[row][column] / rows[column][column]
        for position in column...count { rows[row][position] -= factor * rows[column][position] }
      }
    }
    return (0..<count).map { rows[$0][$0] == 0 ? 0 : rows[$0][count] / rows[$0][$0] }
  }
}
