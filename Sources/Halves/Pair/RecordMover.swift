import CNFABI
import Plan

/// Moves records between the halves, all keys of a record at once; the owner of each record is in its control word.
///
/// The order of steps is that of `docs/hand-over.md`, "Order and ownership". It belongs to the worker that runs the
/// host half: it is called between bursts, or by the half itself in the middle of one (`recall`, `discard`).
public final class RecordMover: RecordOwner {
  public struct Counters: Hashable, Sendable {
    public var promoted: UInt64 = 0
    /// Taken back because the host needed the record, or because it was told to (`demote`).
    public var recalled: UInt64 = 0
    /// Taken back to be removed.
    public var discarded: UInt64 = 0
    /// Not handed over: packets of the flow were on their way to the host.
    public var inFlight: UInt64 = 0
    /// Not handed over: a map of the NIC half was full.
    public var full: UInt64 = 0
    /// Errors of the kernel, of writes and deletions.
    public var failed: UInt64 = 0
    /// Records whose values were not found in the NIC half when they came back; the host's copy counts then.
    public var lost: UInt64 = 0
  }

  public let host: HostHalf
  public let nic: any NICRecords
  public private(set) var counters = Counters()
  /// Called with group and slot when the host half makes a record that the NIC may own.
  public var onCreated: ((_ group: Int, _ slot: Int) -> Void)?

  let groups: [[ProgramLayout.Map]]
  /// By group; nil where the NIC never owns records.
  let controls: [UnsafeMutablePointer<cora_control>?]

  /// Connects the halves: the host half reads the NIC's control words, and asks this mover for records from now on.
  public init(host: HostHalf, nic: any NICRecords) {
    self.host = host
    self.nic = nic
    let groups = host.layout.groups
    self.groups = groups
    controls = groups.map { $0[0].mode == .split ? nic.control(of: $0[0].name) : nil }
    for (group, control) in controls.enumerated() where control != nil {
      host.functions.pointee.attach_control(host.instance, UInt32(group), control)
    }
    host.owner = self
  }

  /// Hands a record to the NIC. `ledgerBucket` is the bucket of its flow's packets, from the punt header: while some
  /// are on their way to the host the record stays. Returns false, with nothing changed, when it stays.
  @discardableResult
  public func promote(group: Int, slot: Int, ledgerBucket: Int? = nil) -> Bool {
    promote(group: group, slot: slot) { isQuiet(ledgerBucket) }
  }

  /// Hands a record to the NIC if `isQuiet` says, before and after its keys are written, that no packet of its flows is
  /// on the way to the host.
  public func promote(group: Int, slot: Int, when isQuiet: () -> Bool) -> Bool {
    guard let control = control(group, slot), let record = host.record(group: group, slot: slot),
      !host.isOnNIC(group: group, slot: slot)
    else { return false }
    guard isQuiet() else { return false }
    control.pointee.last_seen = host.lastSeen(group: group, slot: slot)
    control.pointee.hits = 0
    control.pointee.timeout_class = timeoutClass(group, record)
    guard write(group, slot, record) else { return false }
    guard isQuiet() else {
      deleteKeys(group, record)
      return false
    }
    setOwner(UInt32(CORA_OWNER_NIC), group, slot, control)
    counters.promoted &+= 1
    return true
  }

  /// Takes a record back with its values and last-seen; true when it is the host's afterwards.
  @discardableResult
  public func demote(group: Int, slot: Int) -> Bool { demote(group: group, slots: [slot]) == 1 }

  /// Takes records back with one wait for all; returns how many are the host's afterwards.
  @discardableResult
  public func demote(group: Int, slots: [Int]) -> Int {
    let there = slots.filter { host.isOnNIC(group: group, slot: $0) }
    for slot in there { control(group, slot).map { store(UInt32(CORA_OWNER_HOST), $0) } }
    if !there.isEmpty, groups[group][0].nicWrites != .reads { nic.waitForPackets() }
    return slots.count - there.filter { !takeBack(group, $0) }.count
  }

  public func recall(group: Int, slot: Int) -> Bool {
    groups.indices.contains(group) && demote(group: group, slot: slot)
  }

  public func discard(group: Int, slot: Int) -> Bool {
    guard let control = control(group, slot), let record = host.record(group: group, slot: slot) else { return false }
    store(UInt32(CORA_OWNER_HOST), control)
    guard deleteKeys(group, record) else { return false }
    host.functions.pointee.set_owner(host.instance, UInt32(group), UInt32(slot), UInt32(CORA_OWNER_HOST))
    counters.discarded &+= 1
    return true
  }

  public func created(group: Int, slot: Int) { onCreated?(group, slot) }

  /// Which of its time-outs a record has, by the field that decides it.
  private func timeoutClass(_ group: Int, _ record: UnsafeMutableRawPointer) -> UInt32 {
    let map = groups[group][0]
    guard let timeouts = map.timeouts else { return 0 }
    let value = map.value.read(UnsafeRawBufferPointer(host.value(group: group, member: 0, in: record))) ?? []
    guard value.indices.contains(timeouts.field) else { return 0 }
    return UInt32(min(value[timeouts.field], UInt64(timeouts.nanoseconds.count)))
  }

  func control(_ group: Int, _ slot: Int) -> UnsafeMutablePointer<cora_control>? {
    guard controls.indices.contains(group), slot >= 0, slot < groups[group][0].capacity else { return nil }
    return controls[group].map { $0 + slot }
  }

  private func isQuiet(_ bucket: Int?) -> Bool {
    guard let bucket, let ledger = nic.ledger, bucket >= 0, bucket < Int(CORA_LEDGER_BUCKETS) else { return true }
    if ledger[bucket].punted == ledger[bucket].done { return true }
    counters.inFlight &+= 1
    return false
  }

  private func setOwner(_ owner: UInt32, _ group: Int, _ slot: Int, _ control: UnsafeMutablePointer<cora_control>) {
    host.functions.pointee.set_owner(host.instance, UInt32(group), UInt32(slot), owner)
    store(owner, control)
  }

  /// Writes the word that both halves read; the system calls around it order it against the maps.
  private func store(_ owner: UInt32, _ control: UnsafeMutablePointer<cora_control>) {
    control.pointee.owner = owner
  }

  private func takeBack(_ group: Int, _ slot: Int) -> Bool {
    guard let control = control(group, slot), let record = host.record(group: group, slot: slot) else { return false }
    readBack(group, record)
    guard deleteKeys(group, record) else { return false }
    let lastSeen = control.pointee.last_seen
    host.functions.pointee.set_owner(host.instance, UInt32(group), UInt32(slot), UInt32(CORA_OWNER_HOST))
    host.functions.pointee.touch(host.instance, UInt32(group), UInt32(slot), lastSeen)
    counters.recalled &+= 1
    return true
  }
}

extension RecordMover {
  /// Writes all keys of a record; when one cannot be written none stays.
  private func write(_ group: Int, _ slot: Int, _ record: UnsafeMutableRawPointer) -> Bool {
    for (member, map) in groups[group].enumerated() {
      let result = withValueForNIC(group, member, map, record) { value in
        nic.write(map.name, key: host.key(group: group, member: member, in: record), slot: slot, value: value)
      }
      if result == .written { continue }
      if result == .full { counters.full &+= 1 } else { counters.failed &+= 1 }
      deleteKeys(group, record)
      return false
    }
    return true
  }

  /// The value struct that the NIC starts with: the host's, with zero in the fields that are summed over both sides.
  private func withValueForNIC<Result>(
    _ group: Int, _ member: Int, _ map: ProgramLayout.Map, _ record: UnsafeMutableRawPointer,
    _ body: (UnsafeRawBufferPointer) -> Result
  ) -> Result {
    var copy = Array(UnsafeRawBufferPointer(host.value(group: group, member: member, in: record)))
    for field in map.addedFields.map({ map.value.fields[$0] }) {
      for byte in field.offset..<field.offset + field.storageBytes { copy[byte] = 0 }
    }
    return copy.withUnsafeBytes(body)
  }

  @discardableResult
  private func deleteKeys(_ group: Int, _ record: UnsafeMutableRawPointer) -> Bool {
    var allGone = true
    for (member, map) in groups[group].enumerated()
    where !nic.delete(map.name, key: host.key(group: group, member: member, in: record)) {
      counters.failed &+= 1
      allGone = false
    }
    return allGone
  }

  /// Brings the host's copy of a record's values up to date with the NIC's.
  private func readBack(_ group: Int, _ record: UnsafeMutableRawPointer) {
    for (member, map) in groups[group].enumerated() where map.nicWrites != .reads && map.value.size > 0 {
      guard let merged = mergedValue(group, member, map, record) else {
        counters.lost &+= 1
        continue
      }
      map.value.write(merged, to: host.value(group: group, member: member, in: record))
    }
  }

  /// The fields of a NIC-owned record's value over both sides; nil when the NIC does not have the key.
  func mergedValue(
    _ group: Int, _ member: Int, _ map: ProgramLayout.Map, _ record: UnsafeMutableRawPointer
  ) -> [UInt64]? {
    let here = UnsafeRawBufferPointer(host.value(group: group, member: member, in: record))
    guard var fields = map.value.read(here) else { return nil }
    if map.nicWrites == .reads || map.value.size == 0 { return fields }
    var bytes = [UInt8](repeating: 0, count: map.value.size)
    let key = host.key(group: group, member: member, in: record)
    let found = bytes.withUnsafeMutableBytes { nic.read(map.name, key: key, into: $0) }
    guard found, let there = bytes.withUnsafeBytes(map.value.read) else { return nil }
    if map.nicWrites == .stores { return there }
    for field in map.addedFields { fields[field] = (fields[field] &+ there[field]) & map.value.fields[field].mask }
    return fields
  }
}
