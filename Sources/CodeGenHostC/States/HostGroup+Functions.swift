import IR

extension HostGroup {
  /// The functions that find, make and remove records.
  var functions: String {
    let parts =
      [release, free, timeout != 0 ? expire : "", retime, isSplit ? fetch : ""] + members.map(find) + [insert]
    return parts.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  /// Makes sure that the NIC does not have a record that is removed next.
  private var release: String {
    guard isSplit else { return "" }
    return """
      /// Takes a record of `\(name)` that is removed next from the NIC; false when it cannot be taken.
      static __attribute__((noinline, unused)) int \(name)_release(struct cora_nf *nf, uint32_t slot) {
        struct cora_record *head = &nf->\(name).records[slot].cora;
        if (head->owner == CORA_OWNER_HOST) return 1;
        int (*ask)(void *, struct cora_nf *, uint32_t, uint32_t) =
          nf->cora_runtime.discard ? nf->cora_runtime.discard : nf->cora_runtime.recall;
        if (ask == NULL || ask(nf->cora_runtime.context, nf, \(index), slot) != 0) return 0;
        head->owner = CORA_OWNER_HOST;
        return 1;
      }

      """
  }

  private var free: String {
    let gives =
      tallies.map { "  \($0)_note(nf, record, 0);\n" }
      + ties.map { "  \($0.pool)_give(nf, record->\(members[0].name).\($0.field));\n" }
    return """
      /// Removes a record of `\(name)`: all its keys\(ties.isEmpty ? "" : ", and what it holds of pools goes back").
      static __attribute__((noinline, unused)) void \(name)_free(struct cora_nf *nf, uint32_t slot) {
        struct \(name)_record *record = &nf->\(name).records[slot];
        if (!record->cora.used) return;
      \(gives.joined())  cora_unlink(&nf->\(name), &\(name)_shape, slot);
      }

      """
  }

  private var expire: String {
    let remove =
      isSplit
      ? """
          if (\(name)_release(nf, slot)) {
            \(name)_free(nf, slot);
            freed++;
          } else {
            cora_postpone(&nf->\(name), &\(name)_shape, slot, now);
          }
      """
      : """
          \(name)_free(nf, slot);
          freed++;
      """
    return """
      /// Removes at most `budget` records of `\(name)` that are expired at `now`, those touched longest ago first.
      static __attribute__((noinline)) uint32_t \(name)_expire(struct cora_nf *nf, uint64_t now, uint32_t budget) {
        uint32_t freed = 0;
        while (freed < budget) {
          uint32_t slot = cora_next_due(&nf->\(name), &\(name)_shape, now);
          if (slot == CORA_NONE) break;
      \(remove)
        }
        return freed;
      }

      """
  }

  /// What follows a store to the field that the time-out depends on.
  private var retime: String {
    guard let timeoutField else { return "" }
    return """
      /// Takes the time-out of a record of `\(name)` from its field.
      CORA_INLINE void \(name)_retime(struct cora_nf *nf, uint32_t slot) {
        cora_set_timeout(&nf->\(name), &\(name)_shape, slot, nf->\(name).records[slot].\(timeoutField));
      }

      """
  }

  /// What a lookup does with a record that the NIC owns.
  private var fetch: String {
    """
    /// A record of `\(name)` that the NIC owns, on behalf of a packet: with `shared` it stays there, otherwise it is
    /// taken back. CORA_NONE when it is expired, CORA_FAILED when it cannot be taken back.
    static __attribute__((noinline)) uint32_t \(name)_fetch(
        struct cora_nf *nf, uint32_t slot, uint64_t now, int shared) {
      const struct cora_runtime *runtime = &nf->cora_runtime;
      if (cora_is_expired(&nf->\(name), &\(name)_shape, slot, now)) {
        if (\(name)_release(nf, slot)) \(name)_free(nf, slot);
        return CORA_NONE;
      }
      if (shared) return slot;
      if (runtime->recall == NULL) return CORA_FAILED;
      if (runtime->recall(runtime->context, nf, \(index), slot) != 0) return CORA_FAILED;
      nf->\(name).records[slot].cora.owner = CORA_OWNER_HOST;
    \(timeouts == nil ? "" : "  \(name)_retime(nf, slot);\n")  return slot;
    }

    """
  }

  private func find(_ member: Member) -> String {
    let position = self.member(of: member.state) ?? 0
    let failure = isSplit ? ", or CORA_FAILED" : ""
    let fetch = """
        if (nf->\(name).records[slot].cora.owner != CORA_OWNER_HOST) {
          slot = \(name)_fetch(nf, slot, now, shared);
          if (slot >= CORA_FAILED) return slot;
        }

      """
    let touch = """
        cora_touch(&nf->\(name), &\(name)_shape, slot, now);
      \(isSplit ? "  cora_touch_control(&nf->\(name), &\(name)_shape, slot, now);\n" : "")
      """
    return """
      /// The slot of the live record with this key of `\(member.source.name)`; CORA_NONE for none\(failure).
      CORA_INLINE uint32_t \(member.name)_find(
          struct cora_nf *nf, const struct \(member.key.tag) *key, uint64_t now, int shared) {
        uint32_t hash = cora_key_hash(&nf->\(name), key, sizeof *key);
        uint32_t slot = cora_find(&nf->\(name), &\(name)_shape, \(position), key, hash);
        (void)now;
        (void)shared;
        if (slot == CORA_NONE) return slot;
      \(isSplit ? fetch : "")  nf->\(name).records[slot].cora.hits++;
      \(isTouchedByLookup ? touch : "")  return slot;
      }

      """
  }
}
