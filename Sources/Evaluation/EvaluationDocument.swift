import PerfModel
import Plan

/// `docs/evaluation.md`, from the cells.
public struct EvaluationDocument: Sendable {
  let cells: [Cell]
  let nodes: Int
  let date: String

  public init(cells: [Cell], nodes: Int, date: String) {
    self.cells = cells
    self.nodes = nodes
    self.date = date
  }

  public var text: String {
    let parts = [introduction, bars, rules, provenance, bounds, againstEach] + targets.map(cellTable)
    return parts.joined(separator: "\n\n") + "\n"
  }

  /// In the order of the cells.
  var targets: [String] { cells.map(\.target).distinct }
  private var programs: [String] { cells.map(\.program).distinct }

  private var introduction: String {
    """
    # Evaluation: the claims on our own programs

    Made by `make evaluation` on \(date); the same sources give the same bytes on the same date. **Every figure here is a prediction of the \
    performance model** (`docs/models.md`), at the expected values of its numbers: no card was at hand, nothing here was measured on one. \
    The claims are those of the paper that Cora follows (arXiv 2410.22229); its programs, cards and traffic are not ours.
    """
  }

  private var bars: String {
    let rows = Bars(cells).all.map { bar in
      [bar.claim, bar.isReached ? "reached" : "**not reached**", bar.figure, bar.cell]
    }
    return "## The claims\n\n" + Text.table(["claim", "", "figure", "cell"], names: 4, rows)
      + "\n\nWhat bounds the figures is [below](#what-bounds-the-gain)."
  }

  private var rules: String {
    """
    ## How the cells are chosen

    One cell for each program, card and kind of traffic: \(cells.count). None is left out.

    - **Programs**: all of `NFPrograms` that keep a table which packets fill, but `synthetic`, which repeats a study's programs: \
    \(programs.count) (\(programs.joined(separator: ", "))).
    - **Cards**: \(targets.joined(separator: ", ")), as built in.
    - **Traffic**: frames of 64 bytes, \(EvaluationTraffic.flows) flows. `uniform`: all equal; `Zipf 0.9`, `Zipf 1.2`: popularity by rank with that \
    exponent; these three with \(Int(EvaluationTraffic.newFlows)) new flows in a million packets. `churn`: Zipf 0.9 with \
    \(Int(EvaluationTraffic.churningFlows)). How packets spread over a program's paths is assumed, as for every profile that does not say \
    (`docs/planner.md`).
    - **Target rate**, for the count of host cores: what host-only reaches with one host core, in every cell.
    - **Same resources**, for the rate: one host core and the card, in every cell.
    - **Strategies**: `best` is the planner's own; the baselines are host-only, nic-only, state-partition (each state wholly on one side) and \
    traffic-partition (a flow cache), found by the same search with the same costs (`docs/planner.md`). Each search may look at \(nodes) nodes; \
    \(cells.filter { $0.best.isProven }.count) of \(cells.count) of the planner's own are proven the best of their space.
    - **The best baseline** of a cell is the one with the fewest cores, or the highest rate, among those that have a plan for the cell. Savings are shares of \
    host-only's cores; the ratio of two savings is taken where the baseline saves some cores and leaves some in use. On `xdp` the NIC half runs on the host's cores and is counted among them.
    """
  }
}

extension Array where Element: Hashable {
  /// Each element once, in the order of their first.
  var distinct: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
