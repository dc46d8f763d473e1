import Plan

/// A plan of a subject, and the site that runs packets under it.
public struct Deployment: Hashable, Sendable {
  public enum Site: String, Sendable {
    case host
    case nic
    case pair

    var text: String {
      switch self {
      case .host: "host alone"
      case .nic: "nic alone"
      case .pair: "both halves"
      }
    }
  }

  public var kind: PlanKind
  public var site: Site
  /// Other kinds that come to the same plan.
  public var same: [PlanKind] = []

  /// What packets are counted by: `nic`, and the plans of both halves; the host alone is what a plan comes to that offloads nothing.
  public var names: [String] { [site == .nic ? "nic" : site == .host ? "host" : "\(kind)"] + same.map(\.description) }

  public func makeExecution(_ built: Built) throws -> any Execution {
    switch site {
    case .host: try HostExecution(built)
    case .nic: try NICExecution(built)
    case .pair: try PairExecution(built)
    }
  }

  /// The host alone, the NIC alone where it can have all, and both under each plan that is one of its own.
  ///
  /// - Parameter drawn: plans drawn at random besides.
  public static func all(of subject: Subject, drawn: UInt64 = 1) throws -> [Deployment] {
    var deployments = [Deployment(kind: .planner(.hostOnly), site: .host)]
    guard NICAccess.isGranted else { return deployments }
    for kind in kinds + (0..<drawn).map({ .random(seed: $0 + 1) }) {
      guard let plan = try plan(of: subject, kind) else { continue }
      if kind == .planner(.nicOnly), plan.offloads, plan.cuts.isEmpty {
        deployments.append(Deployment(kind: kind, site: .nic))
      }
      let twin = try deployments.firstIndex {
        try $0.site != .nic && ($0.site == .pair ? Self.plan(of: subject, $0.kind) == plan : !plan.offloads)
      }
      if let twin {
        deployments[twin].same.append(kind)
      } else {
        deployments.append(Deployment(kind: kind, site: .pair))
      }
    }
    return deployments
  }

  private static let kinds: [PlanKind] =
    [Strategy.best, .nicOnly, .statePartition, .trafficPartition].map(PlanKind.planner) + [.split(entries: 64)]

  /// Nil where no plan of a drawn kind is legal.
  private static func plan(of subject: Subject, _ kind: PlanKind) throws -> OffloadPlan? {
    if case .planner = kind { return try Workshop.planned(subject, kind).result.plan.withoutStrategy }
    return try? Workshop.planned(subject, kind).result.plan.withoutStrategy
  }
}

extension OffloadPlan {
  /// For the question whether two plans put the same things in the same places.
  fileprivate var withoutStrategy: OffloadPlan {
    var plan = self
    plan.strategy = .best
    return plan
  }
}
