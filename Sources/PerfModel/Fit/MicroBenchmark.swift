import IR
import Traffic

/// A small program whose rate somebody measured, as a check of the model apart from the fit.
public struct MicroBenchmark: Sendable {
  public var name: String
  /// In `.nf`.
  public var source: String
  public var target: String
  /// Cores of the NIC that run it; nil: all.
  public var cores: Double?
  /// Packets per second.
  public var measured: Double
  public var reference: String

  /// The model's rate.
  public func predicted(_ program: Program, on device: DeviceModel, under traffic: TrafficProfile) -> Double {
    var device = device
    if let cores, let index = device.sites.firstIndex(where: { $0.name == device.nic?.name }) {
      device.sites[index].coreCount?.estimate = Estimate(exactly: cores)
    }
    let model = CostModel(program, on: device, under: traffic)
    var cache = TermCache()
    return model.rate(model.demand(.nicOnly(program), .expected, &cache), hostCores: model.hostCoreCount).rate
  }
}

extension MicroBenchmark {
  /// Krude et al., CoNEXT '21, and the plain programs of the Agilio study.
  public static let all: [MicroBenchmark] = plain + onCores + reads + sketches

  private static let card = "agilio-cx-1x40"
  private static let krude = "Krude"
  private static let study = "rates"

  private static let drops = #"nf Drop { port wire  otherwise drop "all" }"#
  private static let passes = "nf Pass { port wire  otherwise to control plane }"
  private static let sends = #"nf Send { port wire  on packet(eth) { reply }  otherwise drop "short" }"#

  private static let plain = [
    ("pass", passes, 53.3, 3.7), ("drop", drops, 52.2, 34.9), ("send back", sends, 59.6, 28.0),
  ].flatMap { name, source, card, host in
    [
      MicroBenchmark(name: name, source: source, target: Self.card, measured: card * 1e6, reference: study),
      MicroBenchmark(name: name, source: source, target: "xdp-lab-2018", measured: host * 1e6, reference: study),
    ]
  }

  private static let onCores = [(5.0, 9.51), (10, 19.4), (20, 38.5), (25, 47.8), (30, 53), (50, 53)].map { cores, rate in
    MicroBenchmark(
      name: "drop on \(Int(cores)) cores", source: drops, target: card, cores: cores, measured: rate * 1e6,
      reference: krude)
  }

  private static let reads = [(4, 49.4), (8, 24.9), (12, 16.6)].map { count, rate in
    let reads = (0..<count).map { "if words[\($0)] == 0xffff_ffff { drop \"never\" }" }.joined(separator: "\n")
    let source = """
      nf Reads {
        port wire
        config table words: array[u32] { size 16 }
        on packet(eth) {
          \(reads)
          reply
        }
        otherwise drop "short"
      }
      """
    return MicroBenchmark(
      name: "\(count) reads of DRAM", source: source, target: card, measured: rate * 1e6, reference: krude)
  }

  private static let sketches = [(5, 22.2), (15, 8.0)].map { rows, gigabits in
    // A sketch has at most eight rows in the language.
    let sketches = (0..<rows / 5).map { "counts\($0)" }
    let source = """
      nf Sketch {
        port wire
        \(sketches.map { "state \($0): sketch[ipv4] { rows 5  columns 8_388_608 }" }.joined(separator: "\n"))
        on packet(ip: ipv4) {
          \(sketches.map { "\($0).add(ip.source, 1)" }.joined(separator: "\n"))
          reply
        }
        otherwise drop "no IPv4"
      }
      """
    // A minimum frame takes 84 bytes of the wire.
    return MicroBenchmark(
      name: "count-min sketch of \(rows) rows", source: source, target: card, measured: gigabits * 1e9 / (84 * 8),
      reference: krude)
  }
}
