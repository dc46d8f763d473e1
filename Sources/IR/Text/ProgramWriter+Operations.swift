extension ProgramWriter {
  func operation(_ operation: Operation) -> String {
    switch operation {
    case .constant(let number): "constant \(number)"
    case .parameter(let index): "parameter \(reference(index, in: names.parameters))"
    case .binary(let operation, let left, let right): "\(operation.rawValue) \(left), \(right)"
    case .compare(let comparison, let left, let right): "\(comparison.rawValue) \(left), \(right)"
    case .select(let condition, let then, let otherwise): "select \(condition) then \(then) else \(otherwise)"
    case .convert(let value): "convert \(value)"
    case .hash(let seed, let values): "hash seed \(seed) (\(list(values)))"
    case .packetLength: "packetLength"
    case .ingressPort: "ingressPort"
    case .now: "now"
    case .loadField(let header, let field): "load \(place(header, field))"
    case .storeField(let header, let field, let value): "store \(place(header, field)) = \(value)"
    case .adjustChecksum(let header, let field, let old, let new, let rule):
      "checksum \(place(header, field)) from \(old) to \(new)\(rule ? " zeroRule" : "")"
    case .bind(let header, let offset): "bind \(reference(header)) at \(offset)"
    case .insertBytes(let at, let count): "insertBytes \(count) at \(at)"
    case .removeBytes(let at, let count): "removeBytes \(count) at \(at)"
    case .setLength(let length): "setLength \(length)"
    case .sumBytes(let offset, let length): "sumBytes \(offset), \(length)"
    case .hashBytes(let seed, let offset, let length): "hashBytes seed \(seed) \(offset), \(length)"
    case .skipExtensions(let number, let offset): "skipExtensions \(number), \(offset)"
    case .mirror(let port): "mirror \(reference(port, in: names.ports))"
    case .export(let stream, let values): "export \(reference(stream, in: names.streams))(\(list(values)))"
    case .tally(let state, let key): "tally \(reference(state))(\(list(key)))"
    case .loadEntry(let entry, let field): "read \(place(entry, field))"
    case .storeEntry(let entry, let field, let value): "write \(place(entry, field)) = \(value)"
    case .addEntry(let entry, let field, let value): "increase \(place(entry, field)) by \(value)"
    case .remove(let entry): "remove \(reference(entry))"
    case .loadArray(let state, let index, let field): "read \(place(state, index, field))"
    case .storeArray(let state, let index, let field, let value): "write \(place(state, index, field)) = \(value)"
    case .addArray(let state, let index, let field, let value): "increase \(place(state, index, field)) by \(value)"
    case .sketchAdd(let state, let key, let amount): "count \(reference(state))(\(list(key))) by \(amount)"
    case .sketchEstimate(let state, let key): "estimate \(reference(state))(\(list(key)))"
    }
  }

  private func place(_ header: HeaderID, _ field: Field) -> String {
    "\(reference(header)).\(IRText.dotted(field.name))[\(field.bitOffset):\(field.type.bits)]"
  }

  private func place(_ entry: EntryID, _ field: Int) -> String {
    "\(reference(entry)).\(self.field(field, of: entry))"
  }

  private func place(_ state: StateID, _ index: Value, _ field: Int) -> String {
    "\(reference(state))[\(index)].\(self.field(field, of: state.index))"
  }
}
