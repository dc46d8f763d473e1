/// What has to be undone, done in reverse order: at the end, and when a step of the start fails.
public final class Teardown {
  private var steps: [(name: String, undo: () -> Void)] = []

  public init() {}

  public func add(_ name: String, _ undo: @escaping () -> Void) { steps.append((name, undo)) }

  /// Undoes everything that is left; safe to call again.
  public func run(reporting report: (String) -> Void = { _ in }) {
    while let step = steps.popLast() {
      report(step.name)
      step.undo()
    }
  }

  deinit { run() }
}
