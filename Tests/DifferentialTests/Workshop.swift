import Bundle
import struct Bundle.Bundle
import Driver
import Foundation
import IR
import Plan
import Synchronization

/// A subject under a plan, compiled.
struct Built: Sendable {
  var subject: Subject
  var kind: PlanKind
  var program: Program
  var plan: OffloadPlan
  var layout: ProgramLayout
  var hostObject: String
  var nicObject: String

  /// Whether two plans put the same things in the same places.
  func isSamePlan(as other: Built) -> Bool {
    var plan = other.plan
    plan.strategy = self.plan.strategy
    return plan == self.plan
  }
}

/// Compiles each bundle once in the life of the process, into a directory that goes with it.
enum Workshop {
  private final class Item: Sendable {
    let built = Mutex<Result<Built, any Error>?>(nil)
  }
  private struct Key: Hashable {
    var subject: Subject
    var kind: PlanKind
  }

  private static let items = Mutex<[Key: Item]>([:])

  static let scratch: URL = {
    let name = "cora-differential-\(ProcessInfo.processInfo.processIdentifier)"
    let scratch = FileManager.default.temporaryDirectory.appending(path: name)
    try? FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    atexit { try? FileManager.default.removeItem(at: Workshop.scratch) }
    return scratch
  }()

  static func bundle(_ subject: Subject, _ kind: PlanKind) throws -> Built {
    let item = items.withLock { items in
      let item = items[Key(subject: subject, kind: kind)] ?? Item()
      items[Key(subject: subject, kind: kind)] = item
      return item
    }
    return try item.built.withLock { built in
      let result = built ?? Result { try make(subject, kind) }
      built = result
      return try result.get()
    }
  }

  private static func make(_ subject: Subject, _ kind: PlanKind) throws -> Built {
    let source = try subject.source(in: scratch)
    let planned = try kind.planned(source)
    let directory = scratch.appending(path: "\(subject.identifier)-\(kind).cora").path
    try Compilation(planned).write(to: directory)
    let bundle = try Bundle(opening: directory)
    return Built(
      subject: subject, kind: kind, program: source.program, plan: planned.result.plan,
      layout: try bundle.decode(ProgramLayout.self, from: .layout), hostObject: bundle.path(.hostObject),
      nicObject: bundle.path(.nicObject))
  }
}
