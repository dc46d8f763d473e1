/// Why the daemon does not run, in one sentence for the operator.
public struct DaemonError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Fault: Int32, Hashable, Sendable {
    /// The machine, the bundle or another program: exit status 1.
    case failed = 1
    /// The command line or the configuration: exit status 2.
    case misused = 2
  }

  public var fault: Fault
  public var description: String

  public init(_ fault: Fault, _ description: String) {
    self.fault = fault
    self.description = description
  }

  static func failed(_ description: String) -> DaemonError { DaemonError(.failed, description) }
  static func misused(_ description: String) -> DaemonError { DaemonError(.misused, description) }

  /// What any error of the layers below means for the daemon.
  public init(_ error: any Error) {
    switch error {
    case let error as DaemonError: self = error
    case let error as ConfigurationError: self = .misused(error.description)
    default: self = .failed("\(error)")
    }
  }
}
