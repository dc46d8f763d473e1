/// One site's prices in nanoseconds, at one bound.
///
/// Prices in cycles are divided by the clock's expected frequency: the bounds of the clock are for the reader, as a
/// machine has one clock.
struct SitePrices {
  let bound: Bound
  let site: Site
  private let nanosecondsPerCycle: Double

  init(_ site: Site, _ bound: Bound) {
    self.site = site
    self.bound = bound
    nanosecondsPerCycle = 1e9 / site.clock.value
  }

  func time(_ quantity: Quantity) -> Double { scaled(bound.price(quantity.estimate), quantity.unit) }

  /// A price that does not depend on a size; 0 for one that the site does not give.
  func time(_ operation: OperationClass) -> Double {
    guard case .flat(let quantity)? = site.costs[operation] else { return 0 }
    return time(quantity)
  }

  /// The price of an operation on a state, of whose accesses the share `cached` finds its entry in the site's cache.
  func time(_ operation: OperationClass, _ population: Population, cached: Double = 1) -> Double {
    price(site.costs[operation], population, cached)
  }

  /// Time on the shared memory engine for it. Accesses to different words are served `engine_spread` at a time, those to one
  /// word one after the other.
  func engineTime(_ operation: OperationClass, _ population: Population, cached: Double = 1) -> Double {
    let time = price(site.engine[operation], population, cached)
    guard time > 0, let spread = site.engineSpread else { return time }
    return time * max(population.hottestShare, 1 / bound.capacity(spread.estimate))
  }

  private func price(_ price: Price?, _ population: Population, _ cached: Double) -> Double {
    switch price {
    case nil: 0
    case .flat(let quantity)?: time(quantity)
    case .curve(let curve)?: scaled(bound.price(population.mean(of: curve)), curve.unit)
    case .cached(let price)?: scaled(bound.price(price.mean(cached: cached)), price.unit)
    }
  }

  private func scaled(_ number: Double, _ unit: Unit) -> Double {
    unit == .cycles ? number * nanosecondsPerCycle : number
  }

  /// Per packet, its share of a burst's costs included.
  var receive: Double { time(site.packet.receive) + perBurst(site.packet.receiveBurst) }
  var forward: Double { time(site.packet.forward) + perBurst(site.packet.forwardBurst) }
  var drop: Double { time(site.packet.drop) }
  var controlPlane: Double { time(site.packet.controlPlane) }
  var punt: Double { time(site.packet.punt) }

  private func perBurst(_ cost: Quantity?) -> Double {
    guard let cost, let burst = site.packet.burst else { return 0 }
    return time(cost) / max(1, bound.capacity(burst.estimate))
  }
}
