/// One program of the Agilio study and what was measured of it: a row of `PerfModels/data/agilio-cx-xdp-rates.csv`.
public struct MeasuredProgram: Hashable, Sendable {
  public var mapEntries: Int
  /// 0 … 5, each with those before it.
  public var blocks: Int
  public var lookups: Int
  public var atomic: Bool
  /// Packets per second on the card, and in the driver of its host.
  public var cardRate: Double
  public var hostRate: Double
  /// Table entries that the control path wrote per second meanwhile.
  public var cardWrites: Double
  public var hostWrites: Double

  /// Parameters of `NFPrograms/synthetic.nf`.
  public var settings: [String: String] {
    [
      "map_entries": String(mapEntries), "blocks": String(blocks), "lookups": String(lookups), "atomic": String(atomic),
    ]
  }

  /// For tables of results: entries/blocks/lookups, `+` for atomic adds.
  public var label: String { "\(mapEntries)/\(blocks)/\(lookups)\(atomic ? "+" : "")" }

  /// Writes to smaller maps were not measured reliably.
  public var writesAreReliable: Bool { mapEntries >= 65_536 }
}

extension MeasuredProgram {
  static let columns = [
    "map_entries", "blocks", "lookups", "atomic", "nic_pps", "host_pps", "nic_map_writes_per_s", "host_map_writes_per_s",
  ]

  /// Reads a table with one program a line. Throws `DeviceError` for a column, a number or a row that does not fit.
  public static func table(parsing text: String, file: String) throws -> [MeasuredProgram] {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.last == "\r" ? $0.dropLast() : $0 }
    func wrong(_ line: Int, _ column: String, _ message: String) -> DeviceError {
      DeviceError(file: file, line: line, keyPath: column, message: message)
    }
    guard lines.first.map({ $0.split(separator: ",").map(String.init) }) == columns else {
      throw wrong(1, "", "expected the columns \(columns.joined(separator: ","))")
    }
    var programs: [MeasuredProgram] = []
    var places: [[String: String]: Int] = [:]
    for (index, line) in lines.enumerated().dropFirst() where !line.isEmpty {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false)
      guard fields.count == columns.count else {
        throw wrong(index + 1, "", "\(fields.count) numbers where there are \(columns.count) columns")
      }
      let numbers = try zip(columns, fields).map { column, field in
        guard let number = Int(field) else { throw wrong(index + 1, column, "expected a whole number, not '\(field)'") }
        guard number >= 0 else { throw wrong(index + 1, column, "\(number) is negative") }
        return number
      }
      if let column = zip(columns, numbers).first(where: { $1 == 0 && $0 != "blocks" && $0 != "atomic" })?.0 {
        throw wrong(index + 1, column, "must be more than 0")
      }
      guard numbers[1] <= 5, numbers[2] <= 5, numbers[3] <= 1 else {
        throw wrong(index + 1, "", "no such program: at most 5 blocks and 5 lookups, atomic 0 or 1")
      }
      let program = MeasuredProgram(numbers)
      if let first = places.updateValue(index + 1, forKey: program.settings) {
        throw wrong(index + 1, "", "the program of line \(first) again")
      }
      programs.append(program)
    }
    guard !programs.isEmpty else { throw wrong(0, "", "has no rows") }
    return programs
  }

  private init(_ numbers: [Int]) {
    (mapEntries, blocks, lookups) = (numbers[0], numbers[1], numbers[2])
    atomic = numbers[3] == 1
    (cardRate, hostRate) = (Double(numbers[4]), Double(numbers[5]))
    (cardWrites, hostWrites) = (Double(numbers[6]), Double(numbers[7]))
  }
}
