/// Why a machine cannot be measured.
public struct CalibrationError: Error, Hashable, Sendable, CustomStringConvertible {
  public var description: String

  init(_ description: String) { self.description = description }

  static let notPermitted = CalibrationError("calibrating loads eBPF programs; that takes root (CAP_BPF and CAP_NET_ADMIN)")
}
