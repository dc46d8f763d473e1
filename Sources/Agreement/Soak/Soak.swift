import Dispatch
import Foundation
import Synchronization

/// Holds every site of programs to the interpreter, chunk by chunk: all programs get their first chunk, then all their second.
/// Chunks are independent, so that several cores work on several of them.
public final class Soak: Sendable {
  public struct Settings: Sendable {
    public var subjects: [Subject] = Subject.library
    /// For each program and site.
    public var packets = 10_000_000
    public var chunk = 250_000
    /// Packets in a row that may go into filling one table of full size; small tables are always filled.
    public var longestFlood = 2_000
    /// No chunk is begun later.
    public var deadline: Date?
    public var workers = ProcessInfo.processInfo.activeProcessorCount
    /// Plans drawn at random beside those of the strategies.
    public var drawn: UInt64 = 1
    /// For canaries.
    public var makeExecution: @Sendable (Deployment, Built) throws -> any Execution = { try $0.makeExecution($1) }

    public init() {}
  }

  private struct State {
    var report: SoakReport
    /// By program: the next chunk to be run, and those that are run now.
    var next: [String: Int] = [:]
    var running: [String: Int] = [:]
    /// By program: sites that are not run any more.
    var left: [String: Set<String>] = [:]
  }

  private let settings: Settings
  private let state: Mutex<State>
  private let chunks: Int
  /// Called after each chunk, and with each finding, from any thread.
  private let progress: @Sendable (SoakReport) -> Void
  private let found: @Sendable (Finding) -> Void

  public init(
    _ settings: Settings, goingOnFrom report: SoakReport = SoakReport(),
    progress: @escaping @Sendable (SoakReport) -> Void, found: @escaping @Sendable (Finding) -> Void
  ) {
    self.settings = settings
    self.progress = progress
    self.found = found
    chunks = (settings.packets + settings.chunk - 1) / settings.chunk
    state = Mutex(State(report: report))
  }

  /// Runs until all is done or the deadline.
  ///
  /// - Throws: for a program that cannot be compiled.
  public func run() throws -> SoakReport {
    try begin()
    let failure = Mutex<(any Error)?>(nil)
    DispatchQueue.concurrentPerform(iterations: settings.workers) { _ in
      while failure.withLock({ $0 == nil }), let (subject, number) = nextChunk() {
        do { try run(subject, number) } catch { failure.withLock { $0 = error } }
      }
    }
    if let failure = failure.withLock({ $0 }) { throw failure }
    return state.withLock { $0.report }
  }

  /// Rows of programs that are others by now begin anew.
  private func begin() throws {
    for subject in settings.subjects {
      try state.withLock { state in
        try state.report.begin(subject)
        state.next[subject.name] = state.report.rows[subject.name]?.chunks ?? 0
      }
    }
  }

  /// The program that has run least, and which chunk of it is next.
  private func nextChunk() -> (Subject, Int)? {
    if let deadline = settings.deadline, Date() >= deadline { return nil }
    return state.withLock { state in
      let open = settings.subjects.filter { state.next[$0.name, default: 0] < chunks }
      guard let subject = open.min(by: { state.next[$0.name, default: 0] < state.next[$1.name, default: 0] }) else {
        return nil
      }
      let number = state.next[subject.name, default: 0]
      state.next[subject.name] = number + 1
      return (subject, number)
    }
  }

  private func run(_ subject: Subject, _ number: Int) throws {
    let began = ContinuousClock.now
    let chunk = try Chunk(
      subject, number: number, packets: settings.chunk, most: settings.chunk, longestFlood: settings.longestFlood)
    let sites = try chunk.results(
      drawn: settings.drawn, where: { isRun($0, of: subject) }, makeExecution: settings.makeExecution, found: found)
    let seconds = (ContinuousClock.now - began) / .seconds(1)
    let report = try state.withLock { state in
      state.left[subject.name, default: []].formUnion(sites.filter { !$0.site.agrees }.map(\.deployment.names[0]))
      try state.report.note(subject, chunk.coverage, sites, seconds: seconds)
      return state.report
    }
    progress(report)
  }

  /// A site that differed, or could not be run, is left alone then.
  private func isRun(_ deployment: Deployment, of subject: Subject) -> Bool {
    state.withLock { !$0.left[subject.name, default: []].contains(deployment.names[0]) }
  }
}
