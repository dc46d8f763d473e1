/// A failure of a whole command, already in words for the user; the command line prints it and ends with `status`.
public struct DriverError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Exit status: 1 the work failed, 2 the command was misused.
  public var status: Int32
  public var description: String

  public init(_ description: String, status: Int32 = 1) {
    self.description = description
    self.status = status
  }

  public static func misuse(_ description: String) -> DriverError { DriverError(description, status: 2) }
}
