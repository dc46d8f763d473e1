import CNFABI

/// What moving records asks of a NIC half: its split maps by name, its control words, and a wait for its packets.
/// Keys and values are the structs of the layout, as they lie in the host half's records.
public protocol NICRecords: AnyObject {
  /// Writes a key with the record's slot and value.
  func write(_ map: String, key: UnsafeRawBufferPointer, slot: Int, value: UnsafeRawBufferPointer) -> NICWriteResult
  /// Reads the value of a key; false when the key is not there.
  func read(_ map: String, key: UnsafeRawBufferPointer, into value: UnsafeMutableRawBufferPointer) -> Bool
  /// Deletes a key; true when it is not there afterwards.
  func delete(_ map: String, key: UnsafeRawBufferPointer) -> Bool
  /// The control words of a split primary's records, by slot; nil when the half does not have that map.
  func control(of primary: String) -> UnsafeMutablePointer<cora_control>?
  /// The in-flight ledger's buckets; nil when the half has none.
  var ledger: UnsafeMutablePointer<cora_ledger>? { get }
  /// Returns when every packet that the NIC half was working on is done (an RCU grace period).
  func waitForPackets()
}

public enum NICWriteResult: Hashable, Sendable {
  case written
  /// The map holds as many entries as it can.
  case full
  /// The kernel's error number.
  case failed(Int32)
}
