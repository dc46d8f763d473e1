import Driver
import Plan

/// A plan of a subject, and the site that runs packets under it.
struct Deployment {
  enum Site: String {
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

  var kind: PlanKind
  var site: Site

  func makeExecution(_ built: Built) throws -> any Execution {
    switch site {
    case .host: try HostExecution(built)
    case .nic: try NICExecution(built)
    case .pair: try PairExecution(built)
    }
  }

  /// The host alone, the NIC alone where it can have all, and both under each plan that is one of its own.
  static func all(of subject: Subject) throws -> [Deployment] {
    let host = Deployment(kind: .planner(.hostOnly), site: .host)
    guard NICAccess.isGranted else { return [host] }
    var plans = [try Workshop.planned(subject, host.kind).result.plan.withoutStrategy]
    var deployments = [host]
    for kind in subject.isSmall ? smallKinds : kinds {
      guard let planned = try planned(subject, kind), planned.result.plan.offloads else { continue }
      let plan = planned.result.plan.withoutStrategy
      if kind == .planner(.nicOnly), plan.cuts.isEmpty { deployments.append(Deployment(kind: kind, site: .nic)) }
      guard !plans.contains(plan) else { continue }
      plans.append(plan)
      deployments.append(Deployment(kind: kind, site: .pair))
    }
    return deployments
  }

  private static let kinds: [PlanKind] =
    [Strategy.nicOnly, .best, .statePartition, .trafficPartition].map(PlanKind.planner)
    + [.split(entries: 64)] + (1...drawnPlans).map { .random(seed: $0) }
  private static let drawnPlans: UInt64 = AgreementTests.isSoak ? 4 : 1

  private static let smallKinds: [PlanKind] =
    [Strategy.nicOnly, .best].map(PlanKind.planner)

  /// Nil where no plan of a drawn kind is legal.
  private static func planned(_ subject: Subject, _ kind: PlanKind) throws -> Planned? {
    if case .planner = kind { return try Workshop.planned(subject, kind) }
    return try? Workshop.planned(subject, kind)
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
