import CBurst
import DataPlane
import Glibc
import Synchronization

/// The thread a worker runs on. The worker is made before and read after; in between it is the thread's alone.
final class WorkerThread: @unchecked Sendable {
  private let worker: Worker
  private let idle: DaemonConfiguration.Idle
  private let core: Int?
  private let begins: () -> Void
  private let ends: () -> Void
  private let stopping = Atomic<Bool>(false)
  private var thread: pthread_t?

  /// `begins` and `ends` run on the thread.
  init(
    _ worker: Worker, core: Int?, idle: DaemonConfiguration.Idle, begins: @escaping () -> Void,
    ends: @escaping () -> Void
  ) {
    self.worker = worker
    self.core = core
    self.idle = idle
    self.begins = begins
    self.ends = ends
  }

  func start() throws(DaemonError) {
    var thread = pthread_t()
    let context = Unmanaged.passRetained(self).toOpaque()
    let error = pthread_create(&thread, nil, { context in
      guard let context else { return nil }
      Unmanaged<WorkerThread>.fromOpaque(context).takeRetainedValue().run()
      return nil
    }, context)
    guard error == 0 else {
      Unmanaged<WorkerThread>.fromOpaque(context).release()
      throw .failed("no thread for the worker: \(errnoText(error))")
    }
    self.thread = thread
  }

  /// Ends the loop after the round in work, and waits for it.
  func stop() {
    guard let thread else { return }
    stopping.store(true, ordering: .relaxed)
    pthread_join(thread, nil)
    self.thread = nil
  }

  private func run() {
    cora_thread_prepare("cora-worker")
    if let core { _ = cora_thread_pin(UInt32(core)) }
    begins()
    loop()
    worker.finish()
    ends()
  }

  private func loop() {
    var wait = IdleWait(idle)
    while !stopping.load(ordering: .relaxed) {
      if worker.round(now: Clock.now) > 0 || worker.isBusy {
        wait.reset()
      } else {
        let start = Clock.cycles
        wait.wait()
        worker.addIdle(Clock.cycles &- start)
      }
    }
  }
}
