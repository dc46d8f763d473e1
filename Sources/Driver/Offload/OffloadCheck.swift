import Foundation
import Offload
import PerfModel

/// A compiled eBPF object, checked against the rules of a card that offloads eBPF.
public struct OffloadCheck: Sendable {
  public let report: OffloadReport
  private let path: String
  private let target: String
  private let limit: Int?

  /// Reads the object at `path`. `program` chooses those of a section or a name.
  public init(objectAt path: String, target: String, program: String? = nil) throws(DriverError) {
    let device: DeviceModel
    do {
      device = try Planned.device(target).0
    } catch {
      throw .misuse(error.description)
    }
    try self.init(objectAt: path, for: device, program: program)
  }

  init(objectAt path: String, for device: DeviceModel, program: String? = nil) throws(DriverError) {
    guard let site = device.offloadSite else { throw .misuse("target '\(device.name)' does not offload eBPF") }
    let object = try Self.read(path)
    let limits = OffloadLimits(site)
    guard let report = OffloadReport(object, limits: limits, program: program) else {
      let names = object.programs.map { "'\($0.section)' (\($0.name))" }.joined(separator: ", ")
      throw DriverError("\(path): error: there is no program '\(program ?? "")', only \(names)")
    }
    self.path = path
    target = device.name
    limit = limits.instructions
    var origins = GeneratedOrigins(besideObjectAt: path)
    self.report = report.withSources { origins.origin(of: $0) }
  }

  /// Objects are at most as large as that; larger ones are not read.
  private static let mostBytes = 64 << 20

  private static func read(_ path: String) throws(DriverError) -> EBPFObject {
    guard let file = FileHandle(forReadingAtPath: path), let data = try? file.read(upToCount: mostBytes + 1) else {
      throw DriverError("\(path): error: the object cannot be read")
    }
    guard data.count <= mostBytes else { throw DriverError("\(path): error: larger than \(mostBytes) bytes") }
    do {
      return try EBPFObject([UInt8](data))
    } catch {
      throw DriverError("\(path): error: \(error)")
    }
  }

  /// What the command prints; reasons stand in `complaints`.
  public var text: String {
    let programs = report.programs.map { program in
      let limit = limit.map { " of \($0)" } ?? ""
      return "  \(program.name) (\(program.section)): \(program.instructions) eBPF instructions, about "
        + "\(program.translated)\(limit) on the card (estimated), \(program.stack) bytes of stack"
    }
    let count = report.reasons.count
    let answer = report.accepted ? "accepted" : "refused for \(count) \(count == 1 ? "reason" : "reasons")"
    return ([ "\(path): \(answer) by \(target)" ] + programs).joined(separator: "\n")
  }

  /// One line for each reason: place, rule, instruction, message.
  public var complaints: String {
    report.reasons.map { reason in
      let instruction = reason.instruction.map { " instruction \($0):" } ?? ""
      return "\(reason.source ?? path): error:\(instruction) \(reason.message) [\(reason.rule)]"
    }
    .joined(separator: "\n")
  }
}

extension DeviceModel {
  /// The first site that takes eBPF through its driver's offload.
  var offloadSite: Site? { sites.first { $0.runs == .offloadedEBPF } }
}

extension OffloadLimits {
  init(_ site: Site) {
    self.init()
    func number(_ quantity: Quantity?) -> Int? { quantity.map { Int($0.value) } }
    let limits = site.limits
    maps = number(limits.maps)
    entries = number(limits.entries)
    keyBytes = number(limits.keyBytes)
    valueBytes = number(limits.valueBytes)
    entryBytes = number(limits.entryBytes)
    stackBytes = number(limits.stackBytes)
    packetBytes = number(limits.packetUnits).map { $0 * 64 - 32 }
    instructions = number(limits.instructions)
    headGrowth = number(limits.headGrowth)
    headShrinkage = number(limits.headShrinkage)
  }
}
