import CodeGenSupport
import IR

extension HostGroup {
  /// Makes a record; the caller wrote its keys and values into `made`, a record of its own.
  var insert: String {
    let released = isSplit ? "if (!\(name)_release(nf, old)) return CORA_NONE;\n    " : ""
    let replace = members.indices.map { position in
      """
        key = &made->\(members[position].name)_key;
        old = cora_find(&nf->\(name), &\(name)_shape, \(position), key, hashes[\(position)]);
        if (old != CORA_NONE) {
          \(released)\(name)_free(nf, old);
        }

      """
    }
    let orOldest =
      switch map.full {
      case .fail: ""
      case .evictOldest: " or, in a full table, of the oldest"
      case .evictSometimes(let oneIn): " or, in a full table, one time in \(oneIn), of the oldest"
      }
    let hashes = members.map { "cora_key_hash(&nf->\(name), &made->\($0.name)_key, sizeof made->\($0.name)_key)" }
    let copies = members.map { member in
      "  record->\(member.name)_key = made->\(member.name)_key;\n"
        + (member.value.isEmpty ? "" : "  record->\(member.name) = made->\(member.name);\n")
    }
    return """
      /// Makes the record `made`, in place of those that hold one of its keys\(orOldest).
      /// CORA_NONE when there is no room.
      static __attribute__((noinline, unused)) uint32_t \(name)_insert(
          struct cora_nf *nf, const struct \(name)_record *made, uint64_t now) {
        const uint32_t hashes[\(members.count)] = {
          \(hashes.joined(separator: ",\n    ")),
        };
        const void *key;
        uint32_t old;
      \(replace.joined())\(map.full.evicts ? evict : "")  uint32_t slot = cora_allocate(&nf->\(name), &\(name)_shape);
        if (slot == CORA_NONE) return slot;
        struct \(name)_record *record = &nf->\(name).records[slot];
      \(copies.joined())\(timeClass)  cora_link(&nf->\(name), &\(name)_shape, slot, hashes, now);
      \(tallies.map { "  \($0)_note(nf, record, 1);\n" }.joined())\(isSplit ? tell : "")  return slot;
      }

      """
  }

  /// A new record is a candidate for the NIC.
  private var tell: String {
    """
      if (nf->cora_runtime.created) nf->cora_runtime.created(nf->cora_runtime.context, nf, \(index), slot);

    """
  }

  private var timeClass: String {
    guard let timeoutField else { return "" }
    return "  record->cora.timeout_class = cora_timeout_class(&\(name)_shape, record->\(timeoutField));\n"
  }

  /// Tells whether the oldest stays, by a mix of key and time that all sites share.
  private var spare: String {
    guard case .evictSometimes(let oneIn) = map.full else { return "" }
    let words = members[0].key.members.map { "made->\(members[0].name)_key.\($0)" } + ["now"]
    let mixed = words.reduce(IntType.u64.literal(mix64(seed: 3, []))) { "mix(\($0), \($1))" }
    return "    if (\(mixed) % \(IntType.u64.literal(oneIn)) != 0) return CORA_NONE;\n"
  }

  private var evict: String {
    """
      if (nf->\(name).head.used == \(map.capacity)) {
    \(spare)\

        old = cora_oldest(&nf->\(name), &\(name)_shape);
        if (old == CORA_NONE) return old;
        \(isSplit ? "if (!\(name)_release(nf, old)) return CORA_NONE;\n    " : "")\(name)_free(nf, old);
      }

    """
  }
}
