/// What cannot be done twice: a packet on which something of this was done cannot restart on another site.
///
/// A lookup's touch of a record is not an effect: doing it again changes nothing (`docs/hand-over.md`).
extension Operation {
  public var isEffect: Bool {
    switch self {
    case .storeField, .adjustChecksum, .storeEntry, .addEntry, .remove, .storeArray, .addArray, .sketchAdd,
      .insertBytes, .removeBytes, .setLength, .mirror, .export:
      true
    case .constant, .parameter, .binary, .compare, .select, .convert, .hash, .packetLength, .ingressPort, .now,
      .loadField, .loadEntry, .loadArray, .sketchEstimate, .bind, .sumBytes, .hashBytes, .skipExtensions, .tally:
      false
    }
  }
}

extension Terminator {
  /// Whether some edge of it has an effect.
  public var isEffect: Bool { targets.indices.contains(where: isEffect(onEdge:)) }

  /// A full table or an empty pool changes nothing; a meter's bucket is refilled whatever the answer.
  public func isEffect(onEdge edge: Int) -> Bool {
    switch self {
    case .insert, .take, .dequeue: edge == 0
    case .meter: true
    case .jump, .branch, .switch, .extract, .lookup, .pick, .finish: false
    }
  }
}

extension Block {
  /// Whether a packet that passes it, by whichever edge, may have an effect.
  public var hasEffect: Bool { terminator.isEffect || instructions.contains { $0.operation.isEffect } }
}

/// Where in a program something may have been done already.
public struct EffectOrder: Sendable {
  private let before: [Bool]
  private let blocks: [Block]

  public init(_ program: Program) {
    var before = [Bool](repeating: false, count: program.blocks.count)
    for (index, block) in program.blocks.enumerated() {
      let inside = before[index] || block.instructions.contains { $0.operation.isEffect }
      for (edge, target) in block.terminator.targets.enumerated() where target.block.index < before.count {
        before[target.block.index] = before[target.block.index] || inside || block.terminator.isEffect(onEdge: edge)
      }
    }
    self.before = before
    blocks = program.blocks
  }

  /// Whether a packet may get to `block` with an effect behind it.
  public func mayPrecede(_ block: BlockID) -> Bool { before[block.index] }

  /// Whether a packet may take this edge with an effect behind it, that of the edge's terminator included. A cut at an
  /// edge where this is false may restart.
  public func mayPrecede(_ edge: Edge) -> Bool {
    let block = blocks[edge.from.index]
    return before[edge.from.index] || block.instructions.contains { $0.operation.isEffect }
      || block.terminator.isEffect(onEdge: edge.index)
  }
}
