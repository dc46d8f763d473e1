import CodeGenSupport
import IR
import Plan

/// C for what operations and terminators do to states: expressions and statements over `nf`, with values named `v7` and
/// entry handles `entry_3`, a slot each.
struct HostStateAccess {
  var program: Program
  var groups: [HostGroup]
  /// What the NIC half loads from and adds to of each map that is split.
  var sharing: HostSharing

  func group(of state: StateID) -> (group: HostGroup, member: HostGroup.Member)? {
    for group in groups {
      if let position = group.member(of: state) { return (group, group.members[position]) }
    }
    return nil
  }

  /// The handle's variable.
  static func handle(_ entry: EntryID) -> String { "entry_\(entry.index)" }

  /// A value field of an entry as an lvalue, and its type.
  func field(_ entry: EntryID, _ field: Int) -> (place: String, type: IntType)? {
    guard let (group, member) = group(of: program[entry].state), member.source.valueFields.indices.contains(field)
    else { return nil }
    let declared = member.source.valueFields[field]
    let record = "nf->\(group.name).records[\(Self.handle(entry))]"
    return ("\(record).\(member.name).\(cIdentifier(declared.name))", declared.type)
  }

  /// An element's field of an array as an lvalue, and its type.
  func element(_ state: StateID, _ index: Value, _ field: Int) -> (place: String, type: IntType)? {
    guard let array = program[state].array, array.value.indices.contains(field) else { return nil }
    let declared = array.value[field]
    return ("nf->\(cIdentifier(program[state].name))[v\(index.id)].\(cIdentifier(declared.name))", declared.type)
  }

  /// Wraps a sum at a field's width where C's own integer is wider.
  static func wrapped(_ expression: String, _ type: IntType) -> String {
    type.bits == type.storageBytes * 8 ? "(uint\(type.bits)_t)(\(expression))" : "(\(expression)) & \(hex(type.mask))"
  }

  static func hex(_ value: UInt64) -> String { "0x" + String(value, radix: 16) + "u" }

  /// A struct's initialiser: fields by name, so that padding is zero.
  static func initializer(_ fields: [StateField], _ values: [Value]) -> String {
    "{" + zip(fields, values).map { ".\(cIdentifier($0.name)) = v\($1.id)" }.joined(separator: ", ") + "}"
  }

  /// The size of an array, as a bound for an index.
  func size(of state: StateID) -> Int { program[state].array?.size ?? 0 }
}
