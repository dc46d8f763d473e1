import IR
import Wire

/// Numbers that mean something to a program: what it compares with, its parameters, its time-outs.
struct ProgramNumbers {
  /// Without repetition, ascending.
  let constants: [UInt64]
  /// Nanoseconds after which something is over.
  let times: [UInt64]
  /// What hosts do, with the addresses and ports that the program knows.
  let conversations: RandomTraffic.Configuration

  init(_ program: Program, _ tables: [TableChange]) {
    var numbers: Set<UInt64> = []
    for block in program.blocks {
      for instruction in block.instructions {
        if case .constant(let number) = instruction.operation { numbers.insert(number) }
      }
      if case .switch(_, let cases, _) = block.terminator { numbers.formUnion(cases.map(\.match)) }
    }
    numbers.formUnion(program.parameters.map(\.value))
    for state in program.states { if let pool = state.pool { numbers.formUnion([pool.first, pool.last]) } }
    for change in tables { numbers.formUnion(Self.numbers(change)) }
    constants = numbers.sorted()
    times = Set(program.states.flatMap(Self.times)).sorted()
    conversations = Self.conversations(Set(program.parameters.map(\.value)).union(numbers).sorted())
  }

  private static func numbers(_ change: TableChange) -> [UInt64] {
    switch change {
    case .element(_, _, let values): return values
    case .rows(_, let rows):
      return rows.flatMap { row in
        row.values + row.matches.map { match in match.nearest(to: 1) }
      }
    }
  }

  private static func times(_ state: State) -> [UInt64] {
    let expiry = state.map?.expiry
    let meters = state.map?.meters.filter { $0.rate > 0 }.map { $0.burst &* 1_000_000_000 / $0.rate } ?? []
    let expiries = (expiry.map { [$0.nanoseconds] } ?? []) + (expiry?.byField?.nanoseconds ?? [])
    return expiries + meters + (state.queue.map { [$0.delayNanoseconds] } ?? [])
  }

  private static func conversations(_ numbers: [UInt64]) -> RandomTraffic.Configuration {
    var configuration = RandomTraffic.Configuration()
    let addresses = numbers.filter { (0x0100_0000..<0xe000_0000).contains($0) && $0 & 0xffff != 0 }
    configuration.serviceHosts += addresses.suffix(8).map { .v4(IPv4Address(bits: UInt32($0))) }
    configuration.serverPorts += numbers.filter { (7..<0xffff).contains($0) }.prefix(24).map { UInt16($0) }
    // Silences are drawn by the program's own times.
    configuration.longGapShare = 0
    configuration.churn = 0.1
    return configuration
  }
}
