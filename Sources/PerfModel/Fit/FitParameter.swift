/// A number of a device file that a fit determines, and what is believed of it before.
public struct FitParameter: Hashable, Sendable {
  /// Where it stands in the device.
  public enum Place: Hashable, Sendable {
    case receive
    case cost(OperationClass, Part)
    case engine(OperationClass, Part)
  }

  /// Which number of a price.
  public enum Part: Hashable, Sendable {
    case flat, cached, missed
    /// The curve's point at a size.
    case point(Int)
  }

  public var place: Place
  /// The interval is taken as two standard deviations to each side, of the logarithm.
  public var prior: Estimate
  /// Begins with its provenance.
  public var source: String

  public init(_ place: Place, _ prior: Double, low: Double, high: Double, _ source: String) {
    self.place = place
    self.prior = Estimate(prior, low: low, high: high)
    self.source = source
  }

  /// As the device file names it.
  public var name: String {
    switch place {
    case .receive: "packet.receive"
    case .cost(let operation, let part): "costs.\(operation.rawValue)\(part.suffix)"
    case .engine(let operation, let part): "engine.\(operation.rawValue)\(part.suffix)"
    }
  }
}

extension FitParameter.Part {
  fileprivate var suffix: String {
    switch self {
    case .flat: ""
    case .cached: ".cached"
    case .missed: ".missed"
    case .point(let size): " at \(size)"
    }
  }
}

extension DeviceModel {
  /// The number at a place of the NIC site; nil where its price has another form.
  public func value(at place: FitParameter.Place) -> Estimate? {
    guard let nic else { return nil }
    switch place {
    case .receive: return nic.packet.receive.estimate
    case .cost(let operation, let part): return nic.costs[operation]?.estimate(part)
    case .engine(let operation, let part): return nic.engine[operation]?.estimate(part)
    }
  }

  /// The device with another number there. A hit's and a miss's prices of a hash table are one.
  func replacing(_ place: FitParameter.Place, with number: Estimate) -> DeviceModel {
    guard let index = sites.firstIndex(where: { $0.name == nic?.name }) else { return self }
    var other = self
    switch place {
    case .receive: other.sites[index].packet.receive.estimate = number
    case .cost(let operation, let part):
      for one in operation.pricedAlike { other.sites[index].costs[one]?.replace(part, with: number) }
    case .engine(let operation, let part):
      for one in operation.pricedAlike { other.sites[index].engine[one]?.replace(part, with: number) }
    }
    return other
  }
}

extension OperationClass {
  fileprivate var pricedAlike: [OperationClass] { self == .hashHit ? [.hashHit, .hashMiss] : [self] }
}

extension Price {
  fileprivate func estimate(_ part: FitParameter.Part) -> Estimate? {
    switch (self, part) {
    case (.flat(let quantity), .flat): quantity.estimate
    case (.cached(let price), .cached): price.cached
    case (.cached(let price), .missed): price.missed
    case (.curve(let curve), .point(let size)): curve.points.first { $0.at == size }?.estimate
    default: nil
    }
  }

  fileprivate mutating func replace(_ part: FitParameter.Part, with number: Estimate) {
    switch (self, part) {
    case (.flat(var quantity), .flat):
      quantity.estimate = number
      self = .flat(quantity)
    case (.cached(var price), .cached):
      price.cached = number
      self = .cached(price)
    case (.cached(var price), .missed):
      price.missed = number
      self = .cached(price)
    case (.curve(var curve), .point(let size)):
      curve.points = curve.points.map { $0.at == size ? Curve.Point(at: size, number) : $0 }
      self = .curve(curve)
    default: break
    }
  }
}
