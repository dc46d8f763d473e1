/// Why a capture cannot be read or written: one reason, with the place in the file where there is one.
public struct CaptureError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Kind: Hashable, Sendable {
    /// The file cannot be opened.
    case unreadable
    /// It is no capture, or of a kind that libpcap does not know.
    case notACapture
    /// Its packets do not begin with an Ethernet header.
    case notEthernet
    /// It ends in the middle of a packet, or what follows is no packet.
    case cut
    /// It cannot be written.
    case unwritable
  }

  public var kind: Kind
  /// The file, `standard input` for `-`.
  public var file: String
  /// Whole packets before the place, for `cut`.
  public var packets: Int?
  /// Offset in bytes of the packet that is not whole, for `cut` in a file.
  public var byte: Int?
  public var reason: String

  public init(_ kind: Kind, file: String, packets: Int? = nil, byte: Int? = nil, reason: String) {
    self.kind = kind
    self.file = file == "-" ? "standard input" : file
    self.packets = packets
    self.byte = byte
    self.reason = reason
  }

  public var description: String {
    switch kind {
    case .unreadable: "\(file): error: cannot be read: \(reason)"
    case .notACapture: "\(file): error: not a capture (pcap or pcapng): \(reason)"
    case .notEthernet: "\(file): error: link type \(reason), only Ethernet (EN10MB) is read"
    case .cut: "\(file): error: the capture is cut or damaged after \(packets ?? 0) whole packets\(place): \(reason)"
    case .unwritable: "\(file): error: cannot be written: \(reason)"
    }
  }

  private var place: String { byte.map { ", at byte \($0)" } ?? "" }
}
