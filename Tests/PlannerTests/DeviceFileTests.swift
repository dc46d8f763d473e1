import PerfModel
import Testing

@Suite struct DeviceFileTests {
  @Test(arguments: DeviceModel.embeddedNames)
  func eachBuiltInFileLoads(name: String) throws {
    let device = try DeviceModel.load(name) { _ in nil }
    #expect(device.name == name)
    #expect(device.host.runs == .c)
  }

  @Test func theChainNamesItsSites() throws {
    let card = try DeviceModel.load("bluefield-2") { _ in nil }
    #expect(card.sites.map(\.name) == ["eswitch", "arm", "host"])
    #expect(card.nic?.name == "arm")
    #expect(!card.nicUsesHostCores)
    #expect(try DeviceModel.load("xdp") { _ in nil }.nicUsesHostCores)
    #expect(try DeviceModel.load("host-x86") { _ in nil }.nic == nil)
  }

  @Test func anOverlayChangesOnlyItsNumbers() throws {
    let text = """
      base: xdp
      name: here
      sites:
        host:
          packet:
            receive: {value: 411, low: 400, high: 420, source: "[M] cora calibrate"}
      """
    let base = try DeviceModel.load("xdp") { _ in nil }
    var here = try DeviceModel.parse(text, file: "here.yaml")
    #expect(here.host.packet.receive.value == 411)
    #expect(here.host.packet.receive.unit == .nanoseconds)
    here.name = base.name
    here.sites[1].packet.receive = base.host.packet.receive
    #expect(here == base)
  }

  @Test func aPathIsReadAndMayBeBasedOnAnother() throws {
    let files = ["a.yaml": "base: ./b.yaml\nname: a\n", "./b.yaml": "base: xdp\nname: b\n"]
    #expect(try DeviceModel.load("a.yaml") { files[$0] }.name == "a")
  }

  /// Each mistake, made by replacing one part of a file that is right.
  static let mistakes: [(replace: String, with: String, error: String)] = [
    (
      "value: 75, low: 60, high: 110, unit: ns, source: \"[P] DPDK forwarding 5-8 Mpps per core: its RX half\"",
      "value: 75, low: 90, unit: ns, source: \"[P] x\"",
      "sites.arm.packet.receive: low 90.0, value 75.0, high 75.0 are not in order"
    ),
    (
      "value: 0.5, low: 0.3, high: 0.8, unit: ns", "value: -0.5, unit: ns",
      "sites.arm.costs.alu: value is -0.5; a number here is not negative"
    ),
    ("value: 0.5, low: 0.3, high: 0.8, unit: ns", "low: 0.3, unit: ns", "sites.arm.costs.alu: 'value' is missing"),
    (
      "value: 0.5, low: 0.3, high: 0.8, unit: ns", "value: half, unit: ns",
      "sites.arm.costs.alu: expected a number for 'value'"
    ),
    (
      "value: 0.5, low: 0.3, high: 0.8, unit: ns", "value: 0.5, unit: bytes",
      "sites.arm.costs.alu: unit 'bytes' does not fit; allowed: ns, cycles"
    ),
    (
      "value: 0.5, low: 0.3, high: 0.8, unit: ns", "value: 0.5, unit: parsec",
      "sites.arm.costs.alu.unit: unknown unit 'parsec'; known: ns, cycles, Hz, /s, bytes, bit/s, count, ratio, s"
    ),
    (
      "[P] A72, about 1.5 cycles", "someone said so",
      "sites.arm.costs.alu: source 'someone said so' does not begin with its provenance: [M], [S], [D] or [P]"
    ),
    ("      branch: {", "      brunch: {", "sites.arm.costs: unknown key 'brunch'"),
    ("- evict-oldest", "- evict-newest", "sites.arm.capabilities: unknown capability 'evict-newest'"),
    (
      "{at: 8, value: 0.8, low: 0.6, high: 1}", "{at: 3, value: 0.8}",
      "sites.arm.core_efficiency.points[2]: 'at' does not ascend"
    ),
    ("name: bluefield-2", "name: [1]", "name: expected text"),
    ("name: bluefield-2", "name: [", "did not find expected"),
    ("name: bluefield-2", "name: x\nname: y", "key given twice: name"),
    ("runs: rules", "runs: away", "sites.eswitch.runs: unknown runs 'away'"),
    ("base: host-x86", "base: host-arm", "base: 'host-arm': no device 'host-arm'"),
    ("value: 100e9, low: 50e9, high: 200e9", "value: 0, low: 0, high: 0", "link.line_rate: must be more than 0"),
    ("recall:", "recant:", "control: unknown key 'recant'"),
    ("    timekeeping:\n      fine:", "    timekeeping:\n      fin:", "sites.arm.timekeeping: unknown key 'fin'; known: fine, coarse"),
    (
      "fine: {value: 1e4, low: 1e3, high: 1e5, unit: ns,", "fine: {value: 1e4, unit: cycles,",
      "sites.arm.timekeeping.fine: unit 'cycles' does not fit; allowed: ns"
    ),
    (
      "fine: {value: 1e4, low: 1e3, high: 1e5, unit: ns,", "fine: {value: 0, unit: ns,",
      "sites.arm.timekeeping.fine: must be more than 0"
    ),
    (
      "    timekeeping:\n", "    timekeeping:\n      coarse: {value: 100, unit: ns, source: \"[P] x\"}\n",
      "sites.arm.timekeeping.coarse: a coarse clock of 100.0 ns beside a fine one of 10000.0 ns"
    ),
    (
      "    capabilities: []\n", "    capabilities: []\n    timekeeping: {fine: {value: 1, unit: ns, source: \"[P] x\"}}\n",
      "sites.eswitch.timekeeping: a site with neither 'clock' nor 'touch' keeps no time"
    ),
  ]

  @Test(arguments: mistakes.indices)
  func eachMistakeIsOneClearError(index: Int) throws {
    let mistake = Self.mistakes[index]
    let text = try String(contentsOfRepositoryFile: "PerfModels/bluefield-2.yaml")
    let wrong = text.replacing(mistake.replace, with: mistake.with, maxReplacements: 1)
    #expect(wrong != text)
    do {
      _ = try DeviceModel.parse(wrong, file: "card.yaml")
      Issue.record("accepted: \(mistake.with)")
    } catch let error as DeviceError {
      #expect(error.description.contains(mistake.error), "\(error)")
      #expect(error.description.hasPrefix("card.yaml:"), "\(error)")
      #expect(error.line > 0)
    }
  }

  @Test func aSiteThatReadsTheTimeSaysHowFinely() throws {
    let text = try String(contentsOfRepositoryFile: "PerfModels/xdp.yaml")
    let silent = text.replacing("    timekeeping:\n", with: "").split(separator: "\n", omittingEmptySubsequences: false)
      .filter { !$0.hasPrefix("      fine:") && !$0.hasPrefix("      coarse:") }.joined(separator: "\n")
    do {
      _ = try DeviceModel.parse(silent, file: "x.yaml")
      Issue.record("accepted")
    } catch let error as DeviceError {
      #expect(error.description.hasPrefix("x.yaml:") && error.keyPath == "sites.nic", "\(error)")
      #expect(error.message == "'timekeeping' is missing")
    }
  }

  /// The coarse clock is for time-outs of a hundred of its steps.
  @Test func theCoarseClockIsForLongTimeouts() throws {
    let card = try DeviceModel.load("xdp") { _ in nil }
    #expect(card.coarseClockSuffices(forTimeout: nil))
    #expect(card.coarseClockSuffices(forTimeout: 1_000_000_000))
    #expect(!card.coarseClockSuffices(forTimeout: 999_999_999))
    #expect(!(try DeviceModel.load("agilio-cx-2x40") { _ in nil }).coarseClockSuffices(forTimeout: nil))
  }

  /// Mistakes about a card's memory, laid over a file that is right.
  static let mistakesOfMemory: [(overlay: String, error: String)] = [
    (
      "base: agilio-cx-1x40\nsites: {nic: {costs: {hash_hit: {cached: {value: 300, low: 300, high: 300}}}}}",
      "sites.nic.costs.hash_hit: an entry that is not cached"
    ),
    ("base: agilio-cx-1x40\nlink: {overload: {rate: {value: 60e6}}}", "link.overload: rate 60000000.0, from 36000000.0"),
    ("base: agilio-cx-1x40\nlink: {overload: {rate: {value: -1}}}", "link.overload.rate: value is -1.0"),
    ("base: agilio-cx-1x40\nsites: {nic: {threads: {value: 0}}}", "sites.nic.threads: must be more than 0"),
    ("base: agilio-cx-1x40\nsites: {nic: {cache: {bytes: {value: 0, low: 0, high: 0}}}}", "must be more than 0"),
    (
      "base: xdp\nsites: {nic: {costs: {hash_hit: {unit: ns, source: \"[P] x\", cached: {value: 1}, missed: {value: 2}}}}}",
      "sites.nic: 'hash_hit' has a price for cached entries, but there is no 'cache'"
    ),
    (
      "base: xdp\nsites: {nic: {costs: {hash_hit: {unit: ns, source: \"[P] x\", cached: {value: 1}}}}}",
      "sites.nic.costs.hash_hit: 'missed' is missing"
    ),
    (
      "base: xdp\ncontrol: {idle_write: {value: 20000, unit: ns, source: \"[P] x\"}}",
      "control: 'write_accesses' is missing"
    ),
  ]

  @Test(arguments: mistakesOfMemory.indices)
  func eachMistakeOfMemoryIsOneClearError(index: Int) throws {
    do {
      _ = try DeviceModel.parse(Self.mistakesOfMemory[index].overlay, file: "card.yaml")
      Issue.record("accepted: \(Self.mistakesOfMemory[index].overlay)")
    } catch let error as DeviceError {
      #expect(error.description.contains(Self.mistakesOfMemory[index].error), "\(error)")
      #expect(error.line > 0)
    }
  }

  @Test func aSiteOnTheHostsCoresHasNoCountOfItsOwn() throws {
    let text = """
      base: xdp
      sites:
        nic:
          core_count: {value: 4, unit: count, source: "[P] x"}
      """
    #expect(throws: DeviceError.self) { try DeviceModel.parse(text, file: "x.yaml") }
  }

  @Test func aMissingPriceOfACapabilityIsAnError() throws {
    let text = "base: xdp\nsites: {nic: {capabilities: [take, clock]}}"
    do {
      _ = try DeviceModel.parse(text, file: "x.yaml")
      Issue.record("accepted")
    } catch let error as DeviceError {
      #expect(error.message == "'take' is missing")
    }
  }

  @Test func basesInACircleAreAnError() {
    #expect(throws: DeviceError.self) { try DeviceModel.load("./a.yaml") { _ in "base: ./a.yaml" } }
    #expect(throws: DeviceError.self) { try DeviceModel.load("no-such-card") { _ in nil } }
    #expect(throws: DeviceError.self) { try DeviceModel.load("./none.yaml") { _ in nil } }
  }
}
