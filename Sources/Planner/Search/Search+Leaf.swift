import IR
import PerfModel

extension Search {
  /// With more split units than this their sizes are only refined from one start, not enumerated.
  static let mostSplits = 3

  /// All modes and gates are chosen: lays the cuts and finds the sizes.
  mutating func leaf(_ chosen: [UnitOption], left: Set<Int>) {
    let modes = chosen.map(\.mode)
    let derivation: Derivation
    do {
      derivation = try space.derive(space.sites(modes, sizes: sizes.map { $0.most }), leaving: left)
    } catch {
      firstBlocker = firstBlocker ?? error.blocker
      return
    }
    guard usesWhatItPlaces(modes, derivation), finishesEnough(derivation) else { return }
    let split = modes.indices.filter { modes[$0] == .split }
    var current = sizes.map { $0.most }
    if rules.sizesAreTied { return tied(derivation, chosen, split, current) }
    if split.count <= Self.mostSplits {
      enumerate(derivation, chosen, split[...], &current)
    } else {
      sizesWereRefinedOnly = true
      evaluate(derivation, chosen, current)
    }
    if !split.isEmpty, !rules.splitsAreWhole { refine(chosen, split) }
  }

  /// A unit that is placed on the NIC but that no NIC block touches is the same plan as with it on the host.
  private func usesWhatItPlaces(_ modes: [UnitMode], _ derivation: Derivation) -> Bool {
    space.units.indices.allSatisfy { unit in
      modes[unit] == .host
        || space.units[unit].states.contains { state in
          space.program.blocks.indices.contains {
            derivation.assignment.onNIC[$0] && space.program.blocks[$0].touches(StateID(state), space.program)
          }
        }
        || rules.finishesOnNIC
    }
  }

  private mutating func finishesEnough(_ derivation: Derivation) -> Bool {
    guard rules.finishesOnNIC else { return true }
    let finished = model.finishedOnNIC(derivation.assignment, &cache)
    for (path, share) in zip(model.paths, finished) where share < 1 && !path.endsInDrop {
      firstBlocker = firstBlocker ?? derivation.reasons.sorted { $0.key.from < $1.key.from }.first?.value
      return false
    }
    return true
  }

  private mutating func enumerate(
    _ derivation: Derivation, _ chosen: [UnitOption], _ split: ArraySlice<Int>, _ current: inout [Int]
  ) {
    guard let unit = split.first else { return evaluate(derivation, chosen, current) }
    for size in sizes[unit].candidates.reversed() {
      current[unit] = size
      enumerate(derivation, chosen, split.dropFirst(), &current)
    }
  }

  private mutating func tied(_ derivation: Derivation, _ chosen: [UnitOption], _ split: [Int], _ most: [Int]) {
    guard !split.isEmpty else { return evaluate(derivation, chosen, most) }
    for size in Set(split.flatMap { sizes[$0].candidates }).sorted(by: >) {
      var current = most
      for unit in split { current[unit] = min(size, sizes[unit].most) }
      evaluate(derivation, chosen, current)
    }
  }

  /// Walks from the best sizes in ever smaller steps, as long as it gets better.
  private mutating func refine(_ chosen: [UnitOption], _ split: [Int]) {
    guard let start = best, start.modes == chosen else { return }
    var step = 1.4142
    while step > 1.004 {
      if !improve(chosen, split, by: step) { step = 1 + (step - 1) / 2 }
    }
  }

  private mutating func improve(_ chosen: [UnitOption], _ split: [Int], by step: Double) -> Bool {
    var improved = false
    for unit in split {
      for factor in [step, 1 / step] {
        guard let from = best else { return improved }
        var current = space.units.map { from.assignment.states[$0.primary].entries }
        let size = min(sizes[unit].most, max(1, Int((Double(current[unit]) * factor).rounded())))
        guard size != current[unit] else { continue }
        current[unit] = size
        let before = from.score
        evaluate(from.derivation, chosen, current)
        if let best, best.score < before { improved = true }
      }
    }
    return improved
  }

  private mutating func evaluate(_ derivation: Derivation, _ chosen: [UnitOption], _ current: [Int]) {
    if isOverBudget, best != nil {
      leastOpen = -.infinity
      return
    }
    nodes += 1
    var derivation = derivation
    derivation.assignment.states = space.sites(chosen.map(\.mode), sizes: current)
    let demand = model.demand(derivation.assignment, .expected, &cache)
    let candidate = Candidate(
      derivation: derivation, score: score.value(derivation.assignment, demand), demand: demand, modes: chosen)
    guard candidate.score < .infinity else { return }
    if candidate.score < best?.score ?? .infinity { best = candidate }
    front.insert(candidate, model)
  }
}

extension StateSite {
  /// Entries of a split; 0 for other sites.
  var entries: Int { if case .split(let entries) = self { entries } else { 0 } }
}

extension WeightedPath {
  var endsInDrop: Bool { if case .drop = verdict { true } else { false } }
}
