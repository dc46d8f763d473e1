import IR
import Traffic

/// The rate of one program, all of it on the NIC, as a function of some numbers of the device.
///
/// A packet's times on the cores and on the memory engine are linear in the prices, so they are worked out once per number;
/// what becomes of them (engine and cores in each other's way, the wire) is the model's own `rate`.
struct RateModel {
  let model: CostModel
  private let base: Demand
  private let slopes: [(nic: Double, engine: Double)]
  private let start: [Double]

  init(_ program: Program, on device: DeviceModel, under traffic: TrafficProfile, _ parameters: [FitParameter]) {
    let model = CostModel(program, on: device, under: traffic)
    let assignment = Assignment.nicOnly(program)
    func demand(_ model: CostModel) -> Demand {
      var cache = TermCache()
      return model.demand(assignment, .expected, &cache)
    }
    let start = parameters.map { device.value(at: $0.place)?.value ?? 0 }
    let base = demand(model)
    slopes = zip(parameters, start).map { parameter, value in
      let step = value / 16
      let moved = demand(model.repriced(on: device.replacing(parameter.place, with: Estimate(exactly: value + step))))
      return step > 0 ? ((moved.nic - base.nic) / step, (moved.engine - base.engine) / step) : (0, 0)
    }
    (self.model, self.base, self.start) = (model, base, start)
  }

  func demand(_ values: [Double]) -> Demand {
    var demand = base
    for (index, value) in values.enumerated() {
      demand.nic += slopes[index].nic * (value - start[index])
      demand.engine += slopes[index].engine * (value - start[index])
    }
    return demand
  }

  /// Packets per second.
  func rate(_ values: [Double]) -> Double {
    model.rate(demand(values), hostCores: model.hostCoreCount).rate
  }

  /// Nanoseconds that one access to the memory engine waits at that rate.
  func engineWait(_ values: [Double]) -> Double {
    model.engineWait(demand(values), accesses: model.lookupsPerPacket.reduce(0, +))
  }
}

extension Assignment {
  /// Everything on the NIC, no host half.
  public static func nicOnly(_ program: Program) -> Assignment {
    Assignment(
      states: Array(repeating: .nic, count: program.states.count),
      onNIC: Array(repeating: true, count: program.blocks.count), cuts: [:])
  }
}
