import IR
import Traffic

extension DeviceFit {
  /// The card, from `agilio-cx-1x40`. The engine's prices of cached words and the firmware's overhead are Krude et al.'s and
  /// stay; what is fitted has their per-instruction rules as priors.
  public static func card(
    _ device: DeviceModel, _ programs: [MeasuredProgram], under traffic: TrafficProfile,
    compiled: (MeasuredProgram) throws -> Program
  ) rethrows -> DeviceFit {
    try DeviceFit(
      device, cardParameters, programs, under: traffic, rate: \.cardRate, writes: \.cardWrites, compiled: compiled)
  }

  /// The host of the same lab, from `xdp-lab-2018`.
  public static func host(
    _ device: DeviceModel, _ programs: [MeasuredProgram], under traffic: TrafficProfile,
    compiled: (MeasuredProgram) throws -> Program
  ) rethrows -> DeviceFit {
    try DeviceFit(
      device, hostParameters, programs, under: traffic, rate: \.hostRate, writes: \.hostWrites, compiled: compiled)
  }

  /// Cycles of a core; nanoseconds of the engine.
  static let cardParameters: [FitParameter] = [
    FitParameter(.cost(.alu, .flat), 1.5, low: 1, high: 2, "[M] Krude: 1 per instruction; 64-bit operations take two"),
    FitParameter(.cost(.branch, .flat), 3, low: 1, high: 5, "[M] Krude: not taken 1, taken 3-4; with its test"),
    FitParameter(.cost(.loadField, .flat), 6, low: 3, high: 16, "[M] Krude: max(3, 16 - cycles since the last one)"),
    FitParameter(.cost(.storeField, .flat), 6, low: 2, high: 16, "[M] Krude: 1 without a swap; two for a part of a word"),
    FitParameter(.cost(.loadWide, .flat), 24, low: 16, high: 40, "[D] Krude: two blocking accesses in a row"),
    FitParameter(.cost(.storeWide, .flat), 24, low: 8, high: 40, "[D] Krude: two accesses, parts of words"),
    FitParameter(.cost(.checksum, .flat), 18, low: 8, high: 40, "[D] five dependent operations, two packet accesses"),
    FitParameter(.cost(.sumWord, .flat), 9, low: 5, high: 18, "[D] a load and two additions"),
    FitParameter(.cost(.sumStep, .flat), 14, low: 8, high: 24, "[D] a test, a load, two additions, a taken branch"),
    FitParameter(.cost(.moveHead, .flat), 60, low: 20, high: 180, "[P] a call into the firmware, headers read anew"),
    FitParameter(.cost(.hashHit, .cached), 200, low: 150, high: 270, "[P] a call, a hash, a comparison of keys"),
    FitParameter(.cost(.hashHit, .missed), 250, low: 190, high: 330, "[P] and accesses of 25 instead of 16 cycles (Krude)"),
    FitParameter(.cost(.addEntry, .flat), 4, low: 3, high: 8, "[M] Krude: 3 for an access that nobody waits for"),
    FitParameter(.engine(.hashHit, .missed), 25.1, low: 23, high: 27.4, "[P] five reads at 5.02 ns (Krude)"),
    FitParameter(.engine(.addEntry, .missed), 9.5, low: 8.5, high: 10.5, "[D] Krude: 4 ns to add, 5 to write the line back"),
  ]

  /// Nanoseconds of one core of twelve.
  static let hostParameters: [FitParameter] = [
    FitParameter(.receive, 130, low: 60, high: 180, "[D] xdp.yaml"),
    FitParameter(.cost(.sumStep, .flat), 1, low: 0.3, high: 3, "[P] a test, a load, two additions for each two bytes"),
    FitParameter(.cost(.moveHead, .flat), 60, low: 20, high: 180, "[P] adjust_head, the headers moved, the frame lengthened"),
    FitParameter(.cost(.hashHit, .point(256)), 16, low: 11, high: 24, "[M] xdp.yaml: 11 ns at one entry, 24 at 1 k"),
    FitParameter(.cost(.hashHit, .point(65_536)), 92, low: 60, high: 140, "[M] xdp.yaml: 60 to 150 ns, by how many are wanted at once"),
    FitParameter(.cost(.hashHit, .point(524_288)), 235, low: 180, high: 310, "[D] xdp.yaml: 75 to 187 ns, to 360 in whole programs"),
    FitParameter(.cost(.addEntry, .point(256)), 70, low: 50, high: 100, "[P] the line is in another core's cache"),
    FitParameter(.cost(.addEntry, .point(65_536)), 35, low: 20, high: 60, "[P] the line is in the cache that all cores share"),
    FitParameter(.cost(.addEntry, .point(524_288)), 110, low: 70, high: 170, "[P] the line is in memory, and written back"),
  ]
}
