import Bundle
import struct Bundle.Bundle
import Driver
import Foundation
import Plan
import Synchronization

/// Compiles each bundle once in the life of the process, into a directory that goes with it.
public enum Workshop {
  private final class Item: Sendable {
    let planned = Mutex<Result<Planned, any Error>?>(nil)
    let built = Mutex<Result<Built, any Error>?>(nil)
  }
  private struct Key: Hashable {
    var subject: Subject
    var kind: PlanKind
  }

  private static let items = Mutex<[Key: Item]>([:])

  public static let scratch: URL = {
    let name = "cora-agreement-\(ProcessInfo.processInfo.processIdentifier)"
    let scratch = FileManager.default.temporaryDirectory.appending(path: name)
    try? FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    atexit { try? FileManager.default.removeItem(at: Workshop.scratch) }
    return scratch
  }()

  private static func item(_ subject: Subject, _ kind: PlanKind) -> Item {
    items.withLock { items in
      let item = items[Key(subject: subject, kind: kind)] ?? Item()
      items[Key(subject: subject, kind: kind)] = item
      return item
    }
  }

  public static func planned(_ subject: Subject, _ kind: PlanKind) throws -> Planned {
    try item(subject, kind).planned.withLock { planned in
      let result = planned ?? Result { try kind.planned(try subject.source(in: scratch)) }
      planned = result
      return try result.get()
    }
  }

  public static func bundle(_ subject: Subject, _ kind: PlanKind) throws -> Built {
    try item(subject, kind).built.withLock { built in
      let result = built ?? Result { try make(subject, kind) }
      built = result
      return try result.get()
    }
  }

  private static func make(_ subject: Subject, _ kind: PlanKind) throws -> Built {
    let planned = try planned(subject, kind)
    let directory = scratch.appending(path: "\(subject.identifier)-\(kind).cora").path
    try Compilation(planned).write(to: directory)
    let bundle = try Bundle(opening: directory)
    var built = Built(
      name: subject.description, identifier: "\(subject.identifier)-\(kind)", program: planned.source.program,
      plan: planned.result.plan, layout: try bundle.decode(ProgramLayout.self, from: .layout),
      hostObject: bundle.path(.hostObject), nicObject: bundle.path(.nicObject))
    built.tables = try subject.tables(for: built.program)
    built.traffic = subject.traffic
    return built
  }
}
