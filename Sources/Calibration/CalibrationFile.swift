import Foundation
import PerfModel

/// A device file made of measured figures: `base: xdp`, and nothing else than what was measured.
public struct CalibrationFile {
  private let figures: [String: Figure]
  private let name: String
  private let source: String
  private let sizes: Sizes

  /// - Parameters:
  ///   - machine: what the device is called behind `xdp-`.
  ///   - source: when and on what it was measured.
  public init(_ figures: [Figure], machine: String, source: String, sizes: Sizes) {
    self.figures = Dictionary(figures.map { ($0.name, $0) }) { first, _ in first }
    name = "xdp-\(machine)"
    self.source = source
    self.sizes = sizes
  }

  /// The file's text, once the loader takes it.
  /// - Throws: `CalibrationError` that says what it does not take.
  public func text() throws -> String {
    let text = try draft
    do {
      _ = try DeviceModel.parse(text, file: "\(name).yaml")
    } catch {
      throw CalibrationError("the figures make no device file: \(error)")
    }
    return text
  }

  private var draft: String {
    get throws {
      """
      # Written by `cora calibrate`. What is not said here is as in `xdp`: receiving, sending, punting, and what the card itself sets.
      name: \(name)
      title: any Linux NIC, XDP in the driver, measured here
      base: xdp
      sites:
        nic:
          costs:
      \(try nicCosts.map { "      " + $0 }.joined(separator: "\n"))
        host:
          costs:
      \(try hostCosts.map { "      " + $0 }.joined(separator: "\n"))
      control:
      \(try control.map { "  " + $0 }.joined(separator: "\n"))

      """
    }
  }

  private var nicCosts: [String] {
    get throws {
      let classes = ["alu", "branch", "load_field", "store_field", "checksum", "mix", "add_entry", "meter"]
      let clock = try figure("nic.ktime_coarse").estimate
      let precise = try figure("nic.ktime").estimate
      let keys = try ["hit", "miss"].map { what in
        try curve("hash_\(what)", points("nic.hash_\(what)", widened: ["key8", "key40"].map { "nic.hash_\(what)_\($0)" }))
      }
      return try classes.map { try flat($0, figure("nic.\($0)").estimate) }
        + [flat("clock", Estimate(clock.value, low: clock.low, high: max(clock.high, precise.high)), "the coarse clock; high: the fine one")]
        + keys
        + ["hash_insert", "hash_remove", "load_array", "store_array", "add_array", "sketch_row", "pick"].map {
          try curve($0, points("nic.\($0)"))
        }
    }
  }

  private var hostCosts: [String] {
    get throws {
      let classes = ["alu", "branch", "load_field", "store_field", "checksum", "mix", "touch", "meter"]
      let clock = try figure("host.clock").estimate * (1 / Self.packetsPerBurst)
      return try classes.map { try flat($0, figure("host.\($0)").estimate) }
        + [flat("clock", clock, "once per burst of 32")]
        + [curve("hash_hit", try points("host.hash_hit", widened: ["host.hash_hit_cold"]), "in bursts; high: one by one")]
        + ["hash_miss", "hash_insert", "hash_remove", "load_array", "add_array", "sketch_row", "pick"].map {
          try curve($0, points("host.\($0)"))
        }
        + [curve("store_array", try points("host.add_array"))]
    }
  }

  private var control: [String] {
    get throws {
      let single = try figure("control.writes").estimate
      let batched = try figure("control.writes_batched").estimate
      let recall = try figure("control.delete").estimate + figure("control.insert").estimate
      let rate = Estimate(single.value, low: single.low, high: max(single.high, batched.high))
      return [
        flat("entry_writes", rate, .perSecond, "one call each; high: in batches"),
        flat("recall", recall, "a deletion and an insertion by system call"),
      ]
    }
  }

  private static let packetsPerBurst = 32.0

  private func figure(_ name: String) throws -> Figure {
    guard let figure = figures[name] else { throw CalibrationError("'\(name)' was not measured") }
    return figure
  }

  /// The figures of a name by size, for those sizes that it was measured at. Figures of other names widen the interval.
  private func points(_ name: String, widened others: [String] = []) throws -> [(at: Int, estimate: Estimate)] {
    let found = ([1] + sizes.all.map(\.count)).compactMap { size in
      figures["\(name).\(size)"].map { figure in
        let beside = others.compactMap { figures["\($0).\(size)"]?.estimate }
        let low = beside.map(\.low).reduce(figure.low, min), high = beside.map(\.high).reduce(figure.high, max)
        return (at: size, estimate: Estimate(figure.value, low: low, high: high))
      }
    }
    guard !found.isEmpty else { throw CalibrationError("'\(name)' was not measured") }
    return found
  }

  private func flat(_ name: String, _ estimate: Estimate, _ unit: PerfModel.Unit = .nanoseconds, _ remark: String? = nil) -> String {
    "\(name): {\(numbers(estimate)), unit: \(unit.rawValue), \(said(remark))}"
  }

  private func flat(_ name: String, _ estimate: Estimate, _ remark: String) -> String { flat(name, estimate, .nanoseconds, remark) }

  private func curve(_ name: String, _ points: [(at: Int, estimate: Estimate)], _ remark: String? = nil) -> String {
    let list = points.map { "{at: \($0.at), \(numbers($0.estimate))}" }.joined(separator: ", ")
    return "\(name): {unit: ns, \(said(remark)), points: [\(list)]}"
  }

  private func said(_ remark: String?) -> String {
    "source: \"[M] cora calibrate, \(source)\(remark.map { "; \($0)" } ?? "")\""
  }

  private func numbers(_ estimate: Estimate) -> String {
    let rounded = [estimate.value, min(estimate.low, estimate.value), max(estimate.high, estimate.value)].map {
      String(format: $0 < 1_000 ? "%.3f" : "%.0f", $0)
    }
    return "value: \(rounded[0]), low: \(rounded[1]), high: \(rounded[2])"
  }
}
