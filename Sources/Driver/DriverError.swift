/// A failure of a whole command, already in words for the user; the command line prints it and ends with `status`.
public struct DriverError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Exit status: 1 the work failed, 2 the command was misused.
  public var status: Int32
  public var description: String
  /// The text has its own form, with places and carets; it is printed as it is.
  public var isRendered: Bool

  public init(_ description: String, status: Int32 = 1) {
    self.description = description
    self.status = status
    isRendered = false
  }

  public init(diagnostics: String) {
    description = diagnostics
    status = 1
    isRendered = true
  }

  public static func misuse(_ description: String) -> DriverError { DriverError(description, status: 2) }

  /// Runs `body`; any error it throws becomes this one, in its own words.
  static func wrapping<Result>(_ body: () throws -> Result) throws(DriverError) -> Result {
    do {
      return try body()
    } catch let error as DriverError {
      throw error
    } catch {
      throw DriverError("\(error)")
    }
  }
}
