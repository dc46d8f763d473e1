import IR
import Plan
import TraceGenerator
import Wire

/// A program under a plan, compiled, and what it is tried with.
public struct Built: Sendable {
  /// For messages.
  public var name: String
  /// The beginning of a name for files.
  public var identifier: String
  public var program: Program
  public var plan: OffloadPlan
  public var layout: ProgramLayout
  /// Paths of the two halves' objects.
  public var hostObject: String
  public var nicObject: String
  /// What config tables hold at the start.
  public var tables: [TableChange] = []
  /// What hosts do where traffic is not guided.
  public var traffic = RandomTraffic.Configuration()

  public init(
    name: String, identifier: String, program: Program, plan: OffloadPlan, layout: ProgramLayout, hostObject: String,
    nicObject: String
  ) {
    self.name = name
    self.identifier = identifier
    self.program = program
    self.plan = plan
    self.layout = layout
    self.hostObject = hostObject
    self.nicObject = nicObject
  }
}
