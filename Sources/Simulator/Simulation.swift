import PerfModel
import Wire

/// One run: packets come to the wire, wait and are served, and are counted when they leave.
///
/// A queue is first in, first out; the time at which a packet's service begins is known as soon as it is admitted, so most stations are a number: when
/// they are free next. Host cores choose between two queues and work in bursts; they are brought up to date before a packet is admitted to one.
struct Simulation {
  private let exits: ExitTable
  private let link: LinkPrices
  private let latency: (nic: Double, host: Double)
  private let nicIsOnHost: Bool
  private let hasNIC: Bool
  private let spread: SimulationSettings.Spread
  let settings: SimulationSettings
  let hostPrices: HostPrices
  private let nicSlowdown: Double
  private let source: any PacketSource
  private var random: SplitMix64
  private(set) var tables: TableManager
  private(set) var ledger: Ledger
  private(set) var nicCores: ServerPool
  private(set) var engine = Server()
  private(set) var wire = Server()
  private var mac = Server()
  private(set) var bus = Server()
  private var nicQueue, puntQueue: BoundedQueue
  private var punts = PacketHeap()
  private let cores: [HostCore]
  private var nextCoreForWrites = 0
  /// Packets that looked into split tables on the NIC, and those that found all their records there.
  private(set) var lookups = 0
  private(set) var hits = 0

  init(_ system: VirtualSystem, _ settings: SimulationSettings, _ source: any PacketSource, keys: [Int]) {
    self.settings = settings
    self.source = source
    let device = system.model.device
    exits = ExitTable(system)
    link = LinkPrices(device.link)
    latency = (system.prices.nicLatency, system.prices.hostLatency)
    hasNIC = device.nic != nil && (system.assignment.offloads || device.nicUsesHostCores)
    nicIsOnHost = device.nicUsesHostCores
    spread = settings.spread
    random = SplitMix64(seed: settings.seed ^ 0x434f_5245)
    tables = TableManager(system, settings, keys: keys, isSettled: source.beginsSettled)
    let end = settings.seconds * 1e9
    ledger = Ledger(step: (settings.timelineStep ?? settings.seconds / 100) * 1e9, end: end)
    let nicCount = nicIsOnHost ? 1 : max(1, Int(device.nic?.coreCount?.value ?? 1))
    nicCores = ServerPool(count: nicCount)
    let work = device.nic?.coreTime.value ?? 0
    nicSlowdown = nicIsOnHost || work <= 0 ? 1 : Double(nicCount) * 1e9 / work
    hostPrices = HostPrices(system, cores: settings.hostCores)
    nicQueue = BoundedQueue(limit: settings.queues.nic)
    puntQueue = BoundedQueue(limit: settings.queues.punt)
    cores = (0..<settings.hostCores).map { _ in HostCore(settings.queues) }
  }

  /// Runs to the end; `progress` is told the share that is done now and then.
  mutating func run(_ progress: (Double) -> Void) {
    var count = 0
    while let packet = source.next(), packet.time < ledger.end {
      bringUpToDate(packet.time)
      ledger.offer(at: packet.time)
      admit(packet)
      count += 1
      if count & 0xffff == 0 { progress(packet.time / ledger.end) }
    }
    bringUpToDate(ledger.end)
    drain()
  }

  private mutating func bringUpToDate(_ time: Double) {
    while tables.nextEvent <= time {
      let now = tables.nextEvent
      let entries = tables.step()
      guard entries > 0 else { continue }
      ledger.write(entries, at: now)
      payForWrites(entries, at: now)
    }
    while punts.earliest <= time { crossBus(punts.popEarliest()) }
  }

  /// Packets that are still under way find their way out, so that they can be counted.
  private mutating func drain() {
    while !punts.isEmpty { crossBus(punts.popEarliest()) }
    for index in cores.indices { work(index, until: .infinity) }
  }

  /// The host's cores take turns with the writes to the NIC's tables.
  private mutating func payForWrites(_ entries: Int, at time: Double) {
    let duration = Double(entries) * hostPrices.timePerWrite
    let core = nextCoreForWrites
    nextCoreForWrites = (core + 1) % cores.count
    work(core, until: time)
    let start = max(time, cores[core].free)
    cores[core].free = start + duration
    ledger.hostWorks(for: duration, from: start)
  }
}

// The way in.
extension Simulation {
  private mutating func admit(_ offered: OfferedPacket) {
    guard !nicQueue.isFull(at: offered.time) else { return ledger.lose(.nicQueue, at: offered.time) }
    let exit = chooseExit(offered)
    let onWire = wire.serve(from: offered.time, for: link.wireTime(offered.bytes))
    let onMAC = link.macTime > 0 ? mac.serve(from: onWire, for: link.macTime) : onWire
    let packet = Packet(
      arrival: offered.time, time: onMAC, exit: Int32(exit), core: Int32(chooseCore()), bytes: Float(offered.bytes))
    for birth in source.births { tables.replace(group: birth.group, key: birth.key, at: offered.time) }
    if hasNIC, !nicIsOnHost { return runOnNIC(packet) }
    nicQueue.admit(startingAt: onMAC)
    if hasNIC { enterDriver(packet) } else { crossBus(packet) }
  }

  /// Which way the packet takes: it leaves the NIC at the first record that the NIC has not.
  private mutating func chooseExit(_ offered: OfferedPacket) -> Int {
    let course = exits.courses[offered.course]
    var exit = course.firstExit + course.lookupCount
    for number in 0..<course.lookupCount {
      let lookup = exits.lookups[course.firstLookup + number]
      let isHit = tables.use(group: lookup.group, rank: source.key(state: lookup.state, group: lookup.group)).isOnNIC
      if !isHit { exit = min(exit, course.firstExit + number) }
    }
    if course.lookupCount > 0 {
      lookups += 1
      if exit == course.firstExit + course.lookupCount { hits += 1 }
    }
    if exits.exits[exit].recalled != 0 { recall(exits.exits[exit].recalled, course, at: offered.time) }
    return exit
  }

  private mutating func recall(_ groups: UInt64, _ course: ExitTable.Course, at time: Double) {
    for number in 0..<course.lookupCount {
      let lookup = exits.lookups[course.firstLookup + number]
      guard groups & (1 << UInt64(lookup.group)) != 0 else { continue }
      tables.recall(group: lookup.group, rank: source.key(state: lookup.state, group: lookup.group), at: time)
    }
  }

  private mutating func chooseCore() -> Int {
    guard cores.count > 1 else { return 0 }
    switch spread {
    case .packets: return random.below(cores.count)
    case .flows: return Int(source.flow() % UInt64(cores.count))
    }
  }

  /// On a card's own cores. The memory engine holds up only the packet, not its core: other threads go on there.
  private mutating func runOnNIC(_ packet: Packet) {
    let exit = exits.exits[Int(packet.exit)]
    var ready = packet.time
    var remembered = ready
    if exit.engine > 0 {
      ready = engine.serve(from: ready, for: exit.engine)
      remembered = engine.free
    }
    let duration = exit.nic * nicSlowdown
    let start = nicCores.serve(from: ready, for: duration)
    nicQueue.admit(startingAt: start)
    let end = max(start + duration, remembered)
    if exit.isFinishedOnNIC {
      ledger.finish(exit, from: packet.arrival, at: end + latency.nic)
    } else {
      var punted = packet
      punted.time = end
      punts.insert(punted)
    }
  }

  private mutating func crossBus(_ packet: Packet) {
    var packet = packet
    if link.busTimePerByte > 0 {
      guard !puntQueue.isFull(at: packet.time) else { return ledger.lose(.puntQueue, at: packet.time) }
      let bytes = Double(packet.bytes) + exits.exits[Int(packet.exit)].busBytes
      puntQueue.admit(startingAt: bus.serve(from: packet.time, for: bytes * link.busTimePerByte))
      packet.time = bus.free
    }
    enterRing(packet)
  }
}

// On the host's cores.
extension Simulation {
  private mutating func enterDriver(_ packet: Packet) {
    let core = Int(packet.core)
    work(core, until: packet.time)
    guard !cores[core].driver.isFull else { return ledger.lose(.nicQueue, at: packet.time) }
    cores[core].driver.append(packet)
  }

  private mutating func enterRing(_ packet: Packet) {
    let core = Int(packet.core)
    work(core, until: packet.time)
    guard !cores[core].ring.isFull else { return ledger.lose(.hostQueue, at: packet.time) }
    cores[core].ring.append(packet)
  }

  /// Does all that begins before a time. The driver goes first, but no more than a burst while the host half has work.
  private mutating func work(_ core: Int, until time: Double) {
    while true {
      let start = cores[core].nextStart
      guard start < time else { return }
      let driverIsReady = cores[core].driver.firstTime <= start
      let ringIsReady = cores[core].ring.firstTime <= start
      if driverIsReady, !ringIsReady || cores[core].credit > 0 {
        runDriver(core, from: start)
      } else {
        runBurst(core, from: start)
      }
    }
  }

  private mutating func runDriver(_ core: Int, from start: Double) {
    var packet = cores[core].driver.removeFirst()
    let exit = exits.exits[Int(packet.exit)]
    let duration = exit.nic * hostPrices.slowdown
    cores[core].free = start + duration
    cores[core].credit -= 1
    ledger.hostWorks(for: duration, from: start)
    packet.time = start + duration
    if exit.isFinishedOnNIC { return ledger.finish(exit, from: packet.arrival, at: packet.time + latency.nic) }
    guard !cores[core].ring.isFull else { return ledger.lose(.hostQueue, at: packet.time) }
    cores[core].ring.append(packet)
  }

  /// Takes what is there, up to a burst, and runs it to completion: all its packets leave at its end.
  private mutating func runBurst(_ core: Int, from start: Double) {
    var duration = hostPrices.burst.receive
    var sends = false
    var count = 0
    let waiting = min(hostPrices.mostPackets, cores[core].ring.count)
    while count < waiting, cores[core].ring[count].time <= start {
      let exit = exits.exits[Int(cores[core].ring[count].exit)]
      duration += exit.host
      sends = sends || exit.isSent
      count += 1
    }
    if sends { duration += hostPrices.burst.forward }
    duration *= hostPrices.slowdown
    cores[core].free = start + duration
    cores[core].credit = hostPrices.mostPackets
    ledger.hostWorks(for: duration, from: start)
    let out = start + duration + latency.host + (hasNIC ? latency.nic : 0)
    for _ in 0..<count {
      let packet = cores[core].ring.removeFirst()
      ledger.finish(exits.exits[Int(packet.exit)], from: packet.arrival, at: out)
    }
  }
}

/// The wire's and the bus's times.
struct LinkPrices {
  private let wireTimePerByte: Double
  /// Per packet; 0 where only the line rate limits.
  let macTime: Double
  /// 0 where punting crosses no bus.
  let busTimePerByte: Double

  init(_ link: DeviceModel.Link) {
    wireTimePerByte = 8e9 / link.lineRate.value
    macTime = link.macRate.map { 1e9 / $0.value } ?? 0
    busTimePerByte = link.busRate.map { 8e9 / $0.value } ?? 0
  }

  func wireTime(_ bytes: Double) -> Double { (bytes + DeviceModel.Link.frameOverheadBytes) * wireTimePerByte }
}
