import IR
import PerfModel

extension Search {
  /// All modes and gates are taken: lays the cuts, and opens the sizes.
  mutating func expandCuts(_ node: Node) {
    guard let (half, chosen) = derive(node.modes.compactMap { $0 }, leaving: node.left, skipsUnused: true) else { return }
    let split = chosen.indices.filter { chosen[$0].mode == .split }
    guard !rules.sizesAreTied else { return tied(half, chosen, split) }
    var child = node
    child.half = half
    child.modes = chosen
    child.sizes = space.units.indices.map { split.contains($0) ? sizes[$0].all : 0...0 }
    push(child)
  }

  /// Halves the widest range of sizes, or evaluates the one choice that is left.
  mutating func expandSizes(_ node: Node) {
    guard let half = node.half else { return }
    guard let unit = node.sizes.indices.max(by: { node.sizes[$0].count < node.sizes[$1].count }),
      node.sizes[unit].count > 1
    else {
      let current = node.modes.indices.map { unit in
        node.modes[unit]?.mode == .split ? sizes[unit].at(node.sizes[unit].lowerBound) : sizes[unit].most
      }
      evaluate(half, node.modes.compactMap { $0 }, current)
      return
    }
    let range = node.sizes[unit]
    let middle = (range.lowerBound + range.upperBound) / 2
    for part in [range.lowerBound...middle, middle + 1...range.upperBound] {
      var child = node
      child.sizes[unit] = part
      push(child)
    }
  }

  /// The cuts of complete modes and gates; nil when they are not legal. A unit that is placed on the NIC but that no NIC
  /// block touches goes to the host, or, with `skipsUnused`, is left to the node that has it there and the same cuts. (Cuts can differ:
  /// those that are laid for a state on the host depend on their order.)
  mutating func derive(
    _ chosen: [UnitOption], leaving left: Set<Int>, skipsUnused: Bool = false
  ) -> (half: DerivedHalf, chosen: [UnitOption])? {
    let half: DerivedHalf
    do {
      half = try space.derive(space.sites(chosen.map(\.mode), sizes: sizes.map { $0.most }), leaving: left)
    } catch {
      firstBlocker = firstBlocker ?? error.blocker
      return nil
    }
    let unused = unusedUnits(chosen.map(\.mode), half)
    let used = chosen.indices.map { unused.contains($0) ? UnitOption(mode: .host) : chosen[$0] }
    if skipsUnused, !unused.isEmpty, isElsewhere(half, used, left) { return nil }
    guard finishesEnough(half) else { return nil }
    return (half, used)
  }

  /// Whether the node with these modes lays the same cuts.
  private func isElsewhere(_ half: DerivedHalf, _ modes: [UnitOption], _ left: Set<Int>) -> Bool {
    guard zip(options, modes).allSatisfy({ $0.contains($1) }),
      let other = try? space.derive(space.sites(modes.map(\.mode), sizes: sizes.map { $0.most }), leaving: left)
    else { return false }
    return other.assignment.onNIC == half.assignment.onNIC && other.assignment.cuts == half.assignment.cuts
  }

  private func unusedUnits(_ modes: [UnitMode], _ half: DerivedHalf) -> [Int] {
    guard !rules.finishesOnNIC else { return [] }
    return space.units.indices.filter { modes[$0] != .host && !isUsed(space.units[$0], half) }
  }

  private func isUsed(_ unit: PlacementUnit, _ half: DerivedHalf) -> Bool {
    half.assignment.onNIC.indices.contains { half.assignment.onNIC[$0] && !space.touches[$0].isDisjoint(with: unit.states) }
  }

  private mutating func finishesEnough(_ half: DerivedHalf) -> Bool {
    guard rules.finishesOnNIC else { return true }
    let finished = model.finishedOnNIC(half.assignment, &cache)
    for (path, share) in zip(model.paths, finished) where share < 1 && !path.endsInDrop {
      firstBlocker = firstBlocker ?? half.reasons.sorted { $0.key.from < $1.key.from }.first?.value
      return false
    }
    return true
  }

  private mutating func tied(_ half: DerivedHalf, _ chosen: [UnitOption], _ split: [Int]) {
    for size in tiedSizes(split) {
      evaluate(half, chosen, sizes.indices.map { split.contains($0) ? min(size, sizes[$0].most) : sizes[$0].most })
    }
  }

  private func tiedSizes(_ split: [Int]) -> [Int] {
    split.isEmpty ? [0] : Set(split.flatMap { sizes[$0].candidates }).sorted(by: >)
  }

  /// Works out one plan; its score, infinite where it does not fit the card.
  @discardableResult
  mutating func evaluate(_ half: DerivedHalf, _ chosen: [UnitOption], _ current: [Int]) -> Double {
    nodes += 1
    var half = half
    half.assignment.states = space.sites(chosen.map(\.mode), sizes: current)
    let demand = model.demand(half.assignment, .expected, &cache)
    let candidate = Candidate(
      derivation: half, score: score.value(half.assignment, demand), demand: demand, modes: chosen)
    if candidate.score < best?.score ?? .infinity { best = candidate }
    return candidate.score
  }
}

extension StateSite {
  /// Entries of a split; 0 for other sites.
  var entries: Int { if case .split(let entries) = self { entries } else { 0 } }
}

extension WeightedPath {
  var endsInDrop: Bool { if case .drop = verdict { true } else { false } }
}
