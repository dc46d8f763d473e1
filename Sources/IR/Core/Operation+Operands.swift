/// What operations read, as data: every analysis and pass walks these instead of switching over all operations.
extension Operation {
  /// The values it reads, in order; a value read twice stands twice.
  public var operands: [Value] {
    switch self {
    case .constant, .parameter, .packetLength, .ingressPort, .now, .loadField, .loadEntry, .remove, .mirror: []
    case .binary(_, let left, let right), .compare(_, let left, let right): [left, right]
    case .select(let condition, let then, let otherwise): [condition, then, otherwise]
    case .convert(let value), .storeField(_, _, let value), .bind(_, let value), .insertBytes(let value, _),
      .setLength(let value):
      [value]
    case .removeBytes(let at, let count): [at, count]
    case .sumBytes(let offset, let length), .hashBytes(_, let offset, let length): [offset, length]
    case .skipExtensions(let number, let offset): [number, offset]
    case .hash(_, let values), .sketchEstimate(_, let values), .export(_, let values), .tally(_, let values): values
    case .adjustChecksum(_, _, let old, let new, _): [old, new]
    case .storeEntry(_, _, let value), .addEntry(_, _, let value): [value]
    case .loadArray(_, let index, _): [index]
    case .storeArray(_, let index, _, let value), .addArray(_, let index, _, let value): [index, value]
    case .sketchAdd(_, let key, let amount): key + [amount]
    }
  }

  /// The header it reads or writes.
  public var header: HeaderID? {
    switch self {
    case .loadField(let header, _), .storeField(let header, _, _), .adjustChecksum(let header, _, _, _, _): header
    default: nil
    }
  }

  /// The header it binds.
  public var boundHeader: HeaderID? {
    if case .bind(let header, _) = self { header } else { nil }
  }

  /// Whether the packet's bytes move, so that headers have to be bound again.
  public var movesBytes: Bool {
    switch self {
    case .insertBytes, .removeBytes, .setLength: true
    default: false
    }
  }

  /// The entry it reads, writes or removes.
  public var entry: EntryID? {
    switch self {
    case .loadEntry(let entry, _), .storeEntry(let entry, _, _), .addEntry(let entry, _, _), .remove(let entry): entry
    default: nil
    }
  }

  /// The array, sketch or tally it names; for entries see `entry`.
  public var state: StateID? {
    switch self {
    case .loadArray(let state, _, _), .storeArray(let state, _, _, _), .addArray(let state, _, _, _),
      .sketchAdd(let state, _, _), .sketchEstimate(let state, _), .tally(let state, _):
      state
    default: nil
    }
  }

  /// Whether an instruction of it must, may or cannot have a result.
  public var resultRule: ResultRule {
    switch self {
    case .storeField, .adjustChecksum, .storeEntry, .addEntry, .remove, .storeArray, .addArray, .bind, .insertBytes,
      .removeBytes, .setLength, .mirror, .export:
      .forbidden
    case .sketchAdd: .optional
    default: .required
    }
  }

  /// The same operation with each operand replaced.
  public func mappingOperands(_ map: (Value) -> Value) -> Operation {
    switch self {
    case .constant, .parameter, .packetLength, .ingressPort, .now, .loadField, .loadEntry, .remove, .mirror: self
    case .binary(let operation, let left, let right): .binary(operation, map(left), map(right))
    case .compare(let comparison, let left, let right): .compare(comparison, map(left), map(right))
    case .select(let condition, let then, let otherwise):
      .select(condition: map(condition), then: map(then), else: map(otherwise))
    case .convert(let value): .convert(map(value))
    case .hash(let seed, let values): .hash(seed: seed, values.map(map))
    case .storeField(let header, let field, let value): .storeField(header, field, map(value))
    case .adjustChecksum(let header, let field, let old, let new, let rule):
      .adjustChecksum(header, field, old: map(old), new: map(new), udpZeroRule: rule)
    case .storeEntry(let entry, let field, let value): .storeEntry(entry, field: field, map(value))
    case .addEntry(let entry, let field, let value): .addEntry(entry, field: field, map(value))
    case .bind(let header, let offset): .bind(header, offset: map(offset))
    case .insertBytes(let at, let count): .insertBytes(at: map(at), count: count)
    case .removeBytes(let at, let count): .removeBytes(at: map(at), count: map(count))
    case .setLength(let length): .setLength(map(length))
    case .sumBytes(let offset, let length): .sumBytes(offset: map(offset), length: map(length))
    case .hashBytes(let seed, let offset, let length): .hashBytes(seed: seed, offset: map(offset), length: map(length))
    case .skipExtensions(let number, let offset): .skipExtensions(protocol: map(number), offset: map(offset))
    case .export(let stream, let values): .export(stream: stream, values.map(map))
    case .loadArray(let state, let index, let field): .loadArray(state, index: map(index), field: field)
    case .storeArray(let state, let index, let field, let value):
      .storeArray(state, index: map(index), field: field, map(value))
    case .addArray(let state, let index, let field, let value):
      .addArray(state, index: map(index), field: field, map(value))
    case .sketchAdd(let state, let key, let amount): .sketchAdd(state, key: key.map(map), amount: map(amount))
    case .sketchEstimate(let state, let key): .sketchEstimate(state, key: key.map(map))
    case .tally(let state, let key): .tally(state, key: key.map(map))
    }
  }
}

/// Whether an operation gives a value.
public enum ResultRule: Hashable, Sendable { case required, optional, forbidden }
