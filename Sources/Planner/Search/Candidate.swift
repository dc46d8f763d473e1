import IR
import PerfModel

/// A complete plan with its score.
struct Candidate {
  var derivation: DerivedHalf
  var score: Double
  var demand: Demand
  /// By unit.
  var modes: [UnitOption]

  var assignment: Assignment { derivation.assignment }
}
