/// Why an object cannot be read: the place in it, and what is wrong there.
public struct ObjectError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Such as `byte 64` or `xdp, instruction 3`.
  public var place: String
  public var reason: String

  public var description: String { "\(place): \(reason)" }

  static func at(_ offset: Int, _ reason: String) -> ObjectError {
    ObjectError(place: "byte \(offset)", reason: reason)
  }

  static func instruction(_ index: Int, of section: String, _ reason: String) -> ObjectError {
    ObjectError(place: "section '\(section)', instruction \(index)", reason: reason)
  }

  static func section(_ name: String, _ reason: String) -> ObjectError {
    ObjectError(place: "section '\(name)'", reason: reason)
  }
}
