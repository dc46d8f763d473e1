/// Why a bundle cannot be read or written.
public struct BundleError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The directory or file that is at fault.
  public var path: String
  public var reason: String

  public init(_ path: String, _ reason: String) {
    self.path = path
    self.reason = reason
  }

  public var description: String { "\(path): \(reason)" }
}
