import CBPF

/// Why a NIC half could not be loaded or used.
public enum NICHalfError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Without CAP_BPF and CAP_NET_ADMIN, or where the kernel forbids it.
  case notPermitted
  case notReadable(path: String, reason: String)
  /// The verifier's or libbpf's words, which may be many lines.
  case notLoadable(path: String, code: CInt, log: String)
  case noVariable(path: String, name: String)
  case noMap(name: String)
  case notConfigurable(name: String)
  case tooManyRows(table: String, found: Int, capacity: Int)
  /// A row has not one match for each field of the key and one value for each field of the value.
  case wrongRow(table: String, row: Int)
  case wrongSize(map: String, found: Int, expected: Int)
  case parameterCount(found: Int, expected: Int)
  case failed(what: String, code: CInt)
  case frameSize(Int)

  public var description: String {
    switch self {
    case .notPermitted: "loading eBPF needs root, or CAP_BPF and CAP_NET_ADMIN"
    case .notReadable(let path, let reason): "\(path): not an eBPF object: \(reason)"
    case .notLoadable(let path, let code, let log): "\(path): the kernel refuses it: \(text(of: code))\n\(log)"
    case .noVariable(let path, let name): "\(path): no variable '\(name)' of the size expected: not a NIC half"
    case .noMap(let name): "the NIC half has no map '\(name)'"
    case .notConfigurable(let name): "'\(name)' is no config table: only the program writes it"
    case .tooManyRows(let table, let found, let capacity): "'\(table)' holds \(capacity) rows, \(found) given"
    case .wrongRow(let table, let row): "'\(table)': row \(row) has another number of fields than the table"
    case .wrongSize(let map, let found, let expected): "'\(map)' takes \(expected) bytes, \(found) given"
    case .parameterCount(let found, let expected): "\(found) parameters given, the program has \(expected)"
    case .failed(let what, let code): "\(what): \(text(of: code))"
    case .frameSize(let size): "a frame of \(size) bytes: XDP takes 14 to 3,500"
    }
  }
}

/// The system's text for an error number, positive or negative.
private func text(of code: CInt) -> String {
  String(unsafeUninitializedCapacity: 256) { buffer in
    buffer.withMemoryRebound(to: CChar.self) { Int(cbpf_error_text(code, $0.baseAddress, $0.count)) }
  }
}
