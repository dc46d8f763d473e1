import Dispatch
import Plan
import Synchronization
import Wire

/// Questions to the worker from other threads. The worker looks at one atomic between bursts and never waits.
final class Mailbox: Sendable {
  enum Question: Sendable {
    case report, snapshot, hotSet, replan
  }

  enum Answer: Sendable {
    case report(WorkerReport)
    case snapshot(StateSnapshot)
    case hotSet(DaemonProtocol.HotSet)
    case moves(DaemonStatus.Moves)
  }

  /// One question on its way.
  final class Letter: Sendable {
    let question: Question
    private let answer = Mutex<Answer?>(nil)
    private let arrived = DispatchSemaphore(value: 0)

    init(_ question: Question) { self.question = question }

    func reply(_ value: Answer) {
      answer.withLock { $0 = value }
      arrived.signal()
    }

    func wait(milliseconds: Int) -> Answer? {
      guard arrived.wait(timeout: .now() + .milliseconds(milliseconds)) == .success else { return nil }
      return answer.withLock { $0 }
    }
  }

  private let waiting = Atomic<Bool>(false)
  private let letters = Mutex<[Letter]>([])

  /// Asks and waits; nil when the worker does not answer in time.
  func ask(_ question: Question, milliseconds: Int = 2_000) -> Answer? {
    let letter = Letter(question)
    letters.withLock { $0.append(letter) }
    waiting.store(true, ordering: .releasing)
    return letter.wait(milliseconds: milliseconds)
  }

  /// The worker's side: true when there may be letters.
  var hasMail: Bool { waiting.load(ordering: .relaxed) }

  /// Takes the letters, or none while another thread is just posting one.
  func take() -> [Letter] {
    letters.withLockIfAvailable { letters in
      waiting.store(false, ordering: .relaxed)
      defer { letters = [] }
      return letters
    } ?? []
  }
}
