import IR
import PerfModel

extension Search {
  /// With more split units than this their sizes are only refined from one start, not enumerated.
  static let mostSplits = 3

  /// All modes and gates are chosen: lays the cuts and finds the sizes.
  mutating func leaf(_ chosen: [UnitOption], left: Set<Int>) {
    let derivation: DerivedHalf
    let firstModes = chosen.map(\.mode)
    do {
      derivation = try space.derive(space.sites(firstModes, sizes: sizes.map { $0.most }), leaving: left)
    } catch {
      firstBlocker = firstBlocker ?? error.blocker
      return
    }
    let unused = unusedUnits(firstModes, derivation)
    guard unused.allSatisfy({ !options[$0].contains { $0.mode == .host } }), finishesEnough(derivation) else { return }
    let chosen = chosen.indices.map { unused.contains($0) ? UnitOption(mode: .host) : chosen[$0] }
    let modes = chosen.map(\.mode)
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

  /// Units that are placed on the NIC but that no NIC block touches. That is the same plan as with them on the host:
  /// it is skipped where the host is another choice.
  private func unusedUnits(_ modes: [UnitMode], _ derivation: DerivedHalf) -> [Int] {
    guard !rules.finishesOnNIC else { return [] }
    return space.units.indices.filter { modes[$0] != .host && !isUsed(space.units[$0], derivation) }
  }

  private func isUsed(_ unit: PlacementUnit, _ derivation: DerivedHalf) -> Bool {
    derivation.assignment.onNIC.indices.contains { block in
      derivation.assignment.onNIC[block]
        && unit.states.contains { space.program.blocks[block].touches(StateID($0), space.program) }
    }
  }

  private mutating func finishesEnough(_ derivation: DerivedHalf) -> Bool {
    guard rules.finishesOnNIC else { return true }
    let finished = model.finishedOnNIC(derivation.assignment, &cache)
    for (path, share) in zip(model.paths, finished) where share < 1 && !path.endsInDrop {
      firstBlocker = firstBlocker ?? derivation.reasons.sorted { $0.key.from < $1.key.from }.first?.value
      return false
    }
    return true
  }

  private mutating func enumerate(
    _ derivation: DerivedHalf, _ chosen: [UnitOption], _ split: ArraySlice<Int>, _ current: inout [Int]
  ) {
    guard let unit = split.first else { return evaluate(derivation, chosen, current) }
    for size in sizes[unit].candidates.reversed() {
      current[unit] = size
      enumerate(derivation, chosen, split.dropFirst(), &current)
    }
  }

  private mutating func tied(_ derivation: DerivedHalf, _ chosen: [UnitOption], _ split: [Int], _ most: [Int]) {
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
        let size = sizes[unit].sensible(Int((Double(current[unit]) * factor).rounded()))
        guard size != current[unit] else { continue }
        current[unit] = size
        let before = from.score
        evaluate(from.derivation, chosen, current)
        if let best, best.score < before { improved = true }
      }
    }
    return improved
  }

  private mutating func evaluate(_ derivation: DerivedHalf, _ chosen: [UnitOption], _ current: [Int]) {
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
