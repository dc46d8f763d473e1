import CNFABI

/// Puts a punt header before packets, as the NIC half would.
struct Punter {
  let ledger: UnsafeMutablePointer<cora_ledger>

  /// Counts the packet in its bucket.
  func punt(_ packet: [UInt8], port: UInt16, bucket: Int, now: UInt64) -> [UInt8] {
    ledger[bucket].punted &+= 1
    return header(port: port, bucket: bucket, now: now, sequence: ledger[bucket].punted) + packet
  }

  func header(port: UInt16, bucket: Int, now: UInt64, sequence: UInt32) -> [UInt8] {
    var punt = cora_punt()
    punt.ethertype = UInt16(CORA_PUNT_ETHERTYPE).bigEndian
    punt.resume = UInt16(CORA_PUNT_RESTART)
    punt.magic = CORA_PUNT_MAGIC
    punt.port = port
    punt.ledger = UInt32(bucket)
    punt.now = now
    punt.sequence = sequence
    return withUnsafeBytes(of: punt) { Array($0) }
  }
}
