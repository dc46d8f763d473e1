import Diagnostics

/// A rule of well-formedness that a program breaks, and where.
public struct VerificationError: Error, Hashable, Sendable {
  public enum Place: Hashable, Sendable {
    case program
    case state(StateID)
    case block(BlockID)
    /// The instruction's index in its block.
    case instruction(BlockID, Int)
    case terminator(BlockID)
  }

  public var place: Place
  public var message: String
  /// The place in the source, where the program knows it.
  public var span: SourceSpan?

  public init(_ message: String, at place: Place, span: SourceSpan? = nil) {
    self.place = place
    self.message = message
    self.span = span
  }

  public var block: BlockID? {
    switch place {
    case .program, .state: nil
    case .block(let block), .instruction(let block, _), .terminator(let block): block
    }
  }

  /// The instruction's index in its block; nil for other places.
  public var instruction: Int? {
    if case .instruction(_, let index) = place { index } else { nil }
  }
}

extension VerificationError: CustomStringConvertible {
  /// Such as `nat.nf:12:3: b6, instruction 2: the result is u16, not u32`.
  public var description: String {
    let source = span.map { "\($0): " } ?? ""
    return switch place {
    case .program: source + message
    case .state(let state): "\(source)state \(state.index): \(message)"
    case .block(let block): "\(source)\(block): \(message)"
    case .instruction(let block, let index): "\(source)\(block), instruction \(index): \(message)"
    case .terminator(let block): "\(source)\(block), terminator: \(message)"
    }
  }
}
