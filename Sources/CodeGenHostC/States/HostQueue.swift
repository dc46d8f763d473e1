import CodeGenSupport
import IR

/// Elements that come due after a fixed time.
struct HostQueue {
  var name: String
  var value: CStruct
  var source: State
  var queue: QueueState

  init?(_ id: StateID, in program: Program) {
    guard let queue = program[id].queue else { return nil }
    self.queue = queue
    source = program[id]
    name = CNames.symbol(ofState: source.name)
    value = CStruct(valueOf: source)
  }

  var field: String {
    """
      struct {
        struct cora_queue queue;
        struct {
          uint64_t appended; /* ns */
          struct \(value.tag) value;
        } elements[\(queue.capacity)];
      } \(name);

    """
  }

  var functions: String {
    """
    /// Appends an element to `\(source.name)`; 0 when it is full.
    CORA_INLINE int \(name)_append(struct cora_nf *nf, const struct \(value.tag) *value, uint64_t now) {
      const uint32_t at = cora_queue_append(&nf->\(name).queue, \(queue.capacity));
      if (at == CORA_NONE) return 0;
      nf->\(name).elements[at].appended = now;
      nf->\(name).elements[at].value = *value;
      return 1;
    }

    /// Takes the oldest element of `\(source.name)` when it is due; 0 when none is.
    CORA_INLINE int \(name)_dequeue(struct cora_nf *nf, struct \(value.tag) *value, uint64_t now) {
      if (nf->\(name).queue.count == 0) return 0;
      if (now - nf->\(name).elements[nf->\(name).queue.first].appended < \(queue.delayNanoseconds)u) return 0;
      *value = nf->\(name).elements[cora_queue_take(&nf->\(name).queue, \(queue.capacity))].value;
      return 1;
    }

    """
  }
}
