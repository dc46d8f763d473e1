import IR
import PerfModel

/// Local search: a good plan early, so that bounds rule out much, and sizes between the candidates late.
extension Search {
  private struct Choice {
    var modes: [UnitOption]
    var left: Set<Int> = []
    /// By unit, a position among its candidates.
    var sizes: [Int]
  }

  /// Walks downhill from the plan that allows the most on the NIC and from the one that allows the least, one mode, gate or
  /// size at a time.
  mutating func descend() {
    guard rules.mayLeaveBlocks else { return }
    let largest = sizes.map { $0.all.upperBound }
    for modes in [options.map { $0[0] }, options.map { $0[$0.count - 1] }] {
      descend(from: Choice(modes: modes, sizes: largest))
    }
  }

  private mutating func descend(from start: Choice) {
    var current = start
    var least = value(current)
    var improved = true
    while improved {
      improved = false
      for neighbour in modeChanges(current) where !isStopped {
        step(to: neighbour, &current, &least, &improved)
      }
      for unit in current.modes.indices where current.modes[unit].mode == .split {
        for size in sizes[unit].all where size != current.sizes[unit] && !isStopped {
          var next = current
          next.sizes[unit] = size
          step(to: next, &current, &least, &improved)
        }
      }
    }
  }

  private var isStopped: Bool { isOverBudget && best != nil }

  private mutating func step(to next: Choice, _ current: inout Choice, _ least: inout Double, _ improved: inout Bool) {
    let score = value(next)
    guard score < least - Self.tolerance * abs(score) else { return }
    (current, least, improved) = (next, score, true)
  }

  private func modeChanges(_ choice: Choice) -> [Choice] {
    var changes: [Choice] = []
    for unit in order {
      for option in options[unit] where option != choice.modes[unit] {
        var next = choice
        next.modes[unit] = option
        changes.append(next)
      }
    }
    for gate in space.gates {
      var next = choice
      if next.left.remove(gate) == nil { next.left.insert(gate) }
      changes.append(next)
    }
    return changes
  }

  private mutating func value(_ choice: Choice) -> Double {
    guard let (half, chosen) = derive(choice.modes, leaving: choice.left) else { return .infinity }
    let current = sizes.indices.map { unit in
      chosen[unit].mode == .split ? sizes[unit].at(choice.sizes[unit]) : sizes[unit].most
    }
    return evaluate(half, chosen, current)
  }

  /// Walks from the best sizes in ever smaller steps, as long as it gets better.
  mutating func refine() {
    guard let start = best, !rules.splitsAreWhole, !rules.sizesAreTied else { return }
    let split = start.modes.indices.filter { start.modes[$0].mode == .split }
    guard !split.isEmpty else { return }
    var step = 1.4142
    while step > 1.004, !isStopped {
      if !improve(start.modes, split, by: step) { step = 1 + (step - 1) / 2 }
    }
  }

  private mutating func improve(_ chosen: [UnitOption], _ split: [Int], by step: Double) -> Bool {
    var improved = false
    for unit in split {
      for factor in [step, 1 / step] {
        guard let from = best, !isStopped else { return improved }
        var current = space.units.map { from.assignment.states[$0.primary].entries }
        let size = sizes[unit].sensible(Int((Double(current[unit]) * factor).rounded()))
        guard size != current[unit] else { continue }
        current[unit] = size
        let score = evaluate(from.derivation, chosen, current)
        if score < from.score - Self.tolerance * abs(from.score) { improved = true }
      }
    }
    return improved
  }
}
