import IR

/// Terms of states at placements that were asked for before: a search asks for the same ones again and again.
public struct TermCache {
  private struct Key: Hashable {
    var state: Int
    var placement: StateSite
    var bound: Bound
  }

  private var terms: [Key: StateTerms] = [:]

  public init() {}

  mutating func terms(_ assignment: Assignment, _ model: CostModel, _ book: PriceBook) -> TermTable {
    TermTable(assignment.states.enumerated().map { terms($0, $1, model, book) }, assignment.states)
  }

  mutating func terms(_ state: Int, _ placement: StateSite, _ model: CostModel, _ book: PriceBook) -> StateTerms {
    let key = Key(state: state, placement: placement, bound: book.bound)
    if let known = terms[key] { return known }
    let made = StateTerms(
      StateID(state), at: placement, in: model.program, model.traffic, model.device, model.cacheShares,
      nic: book.nic, host: book.host)
    terms[key] = made
    return made
  }
}
