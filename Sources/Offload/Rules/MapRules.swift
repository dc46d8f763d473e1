/// Only what the card keeps is checked: perf event arrays stay in the kernel.
private func messages(_ object: EBPFObject, _ message: (MapDefinition) -> String?) -> [String] {
  object.maps.filter(\.isOnCard).compactMap { map in message(map).map { "map '\(map.name)': \($0)" } }
}

struct MapTypeRule: ObjectRule {
  let identifier = "map-type"
  let summary = "Maps are of type HASH or ARRAY; a PERF_EVENT_ARRAY stays in the kernel."

  func findings(in object: EBPFObject, _ limits: OffloadLimits) -> [String] {
    messages(object) { map in
      [MapDefinition.hash, MapDefinition.array].contains(map.type) ? nil : "map type not supported: \(map.typeName)"
    }
  }
}

struct MapFlagsRule: ObjectRule {
  let identifier = "map-flags"
  let summary = "Maps have no flags."

  func findings(in object: EBPFObject, _ limits: OffloadLimits) -> [String] {
    messages(object) { map in
      map.flags == 0 ? nil : "map flags are not supported: 0x\(String(map.flags, radix: 16))"
    }
  }
}

struct MapCountRule: ObjectRule {
  let identifier = "map-count"
  let summary = "There are at most as many maps as the firmware keeps."

  func findings(in object: EBPFObject, _ limits: OffloadLimits) -> [String] {
    let count = object.maps.filter(\.isOnCard).count
    guard let most = limits.maps, count > most else { return [] }
    return ["too many maps for a device: \(count), FW max is \(most)"]
  }
}

struct MapKeyRule: ObjectRule {
  let identifier = "map-key-size"
  let summary = "A key is no larger than the firmware's."

  func findings(in object: EBPFObject, _ limits: OffloadLimits) -> [String] {
    guard let most = limits.keyBytes else { return [] }
    return messages(object) { $0.keyBytes > most ? "map key size \($0.keyBytes), FW max is \(most)" : nil }
  }
}

struct MapValueRule: ObjectRule {
  let identifier = "map-value-size"
  let summary = "A value is no larger than the firmware's."

  func findings(in object: EBPFObject, _ limits: OffloadLimits) -> [String] {
    guard let most = limits.valueBytes else { return [] }
    return messages(object) { $0.valueBytes > most ? "map value size \($0.valueBytes), FW max is \(most)" : nil }
  }
}

struct MapEntryRule: ObjectRule {
  let identifier = "map-element-size"
  let summary = "Key and value together, each rounded up to 8 bytes, fit into the firmware's entry."

  func findings(in object: EBPFObject, _ limits: OffloadLimits) -> [String] {
    guard let most = limits.entryBytes else { return [] }
    return messages(object) { map in
      let size = (map.keyBytes + 7) / 8 * 8 + (map.valueBytes + 7) / 8 * 8
      return size > most ? "map elements too large: \(size), FW max element size (key+value): \(most)" : nil
    }
  }
}

struct MapEntriesRule: ObjectRule {
  let identifier = "map-entries"
  let summary = "The entries of all maps together are no more than the firmware's."

  func findings(in object: EBPFObject, _ limits: OffloadLimits) -> [String] {
    guard let most = limits.entries else { return [] }
    var left = most
    return messages(object) { map in
      guard map.entries > left else {
        left -= map.entries
        return nil
      }
      return "map with too many elements: \(map.entries), left: \(left)"
    }
  }
}
