/// The result of `skipExtensions`, packed into 64 bits. `init(_:protocol:from:)` says how it comes about.
///
/// Bits 0-15: the offset of what follows the last extension header. 16-23: its protocol number; 59 (nothing follows) where a header is
/// cut off, or more than eight stand there. 24: there is a fragment header that says more fragments come, or an offset other than 0.
/// 25: its offset is not 0. 32-63: its identification; 0 without one.
public struct ExtensionWalk: Hashable, Sendable {
  public var offset: UInt64
  public var transport: UInt8
  public var isFragment: Bool
  public var isLaterFragment: Bool
  public var identification: UInt32

  public init(
    offset: UInt64, transport: UInt8, isFragment: Bool = false, isLaterFragment: Bool = false, identification: UInt32 = 0
  ) {
    self.offset = offset
    self.transport = transport
    self.isFragment = isFragment
    self.isLaterFragment = isLaterFragment
    self.identification = identification
  }

  public static let mostHeaders = 8
  public static let nothingFollows: UInt8 = 59

  public var packed: UInt64 {
    offset & 0xffff | UInt64(transport) << 16 | (isFragment ? 1 << 24 : 0) | (isLaterFragment ? 1 << 25 : 0)
      | UInt64(identification) << 32
  }
}

/// Reasons for drops that are not the program's: a half's own. Their indices stand behind those of the program.
public enum OwnReason: Int, CaseIterable, Sendable {
  /// A record could not be taken back from the other half, or a punt header makes no sense.
  case handOverFailed
  /// The packet's buffer has no room for what is inserted, or a header that must be there is not.
  case noRoom

  /// The drop reason's index in a run of `program`.
  public func index(in program: Program) -> Int { program.reasons.count + rawValue }

  public var text: String {
    switch self {
    case .handOverFailed: "hand-over failed"
    case .noRoom: "no room"
    }
  }
}
