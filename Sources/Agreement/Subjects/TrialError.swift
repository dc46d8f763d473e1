/// Why something could not be tried at all.
public struct TrialError: Error, CustomStringConvertible {
  public var description: String

  public init(_ description: String) { self.description = description }
}
