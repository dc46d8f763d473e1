import PerfModel
import Plan

/// What a strategy allows of the space.
struct StrategyRules {
  let strategy: Strategy

  /// The modes a unit may have under the strategy.
  func options(_ unit: PlacementUnit) -> [UnitOption] {
    switch strategy {
    case .best, .statePartition: return unit.options
    case .hostOnly: return unit.options.filter { $0.mode == .host }
    case .nicOnly: return unit.options.filter { $0.mode == .nic || $0.mode == .replicated }
    case .trafficPartition:
      let isTable = unit.capacity > 0
      let cached = unit.options.filter { $0.mode == .split || (!isTable && $0.mode != .nic) }
      return cached.isEmpty ? unit.options.filter { $0.mode == .host } : cached
    }
  }

  /// Whether paths that the NIC could run may be left to the host.
  var mayLeaveBlocks: Bool { strategy == .best || strategy == .statePartition }

  /// A split holds everything or is not allowed.
  var splitsAreWhole: Bool { strategy == .statePartition }

  /// One hot set of flows, so one size for all tables.
  var sizesAreTied: Bool { strategy == .trafficPartition }

  /// Only paths that end badly may be punted.
  var finishesOnNIC: Bool { strategy == .nicOnly }
}
