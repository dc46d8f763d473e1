import CodeGenSupport
import IR
import Plan

/// The declarations of all states, and of the instance that holds them.
struct HostStates {
  var program: Program
  var groups: [HostGroup]
  var pathCount: Int
  /// The program's drop reasons and the half's own.
  var reasonCount: Int

  var text: String {
    let elements = program.states.compactMap { state in
      state.array == nil ? nil : CStruct(valueOf: state).definition
    }
    return (groups.map(\.types) + elements + [instance] + program.pools.map(poolFunctions) + groups.map(\.functions))
      .joined(separator: "\n")
  }

  private var instance: String {
    """
    /// A running instance: all states, in one block of memory.
    struct cora_nf {
      struct cora_runtime cora_runtime;
      uint64_t cora_clock; /* the latest packet's time */
      uint64_t cora_parameters[\(max(program.parameters.count, 1))];
      struct cora_counts cora_paths[\(max(pathCount, 1))];
      uint64_t cora_drops[\(max(reasonCount, 1))];
    \(groups.map { "  struct \($0.name)_table \($0.name);\n" }.joined())\(program.states.map(field).joined())};

    """
  }

  private func field(_ state: State) -> String {
    let name = CNames.symbol(ofState: state.name)
    switch state.kind {
    case .map: return ""
    case .pool(let pool):
      return """
          struct {
            struct cora_pool pool;
            uint32_t ring[\(pool.count)];
            uint64_t taken[\((pool.count + 63) / 64)];
          } \(name);

        """
    case .array(let array): return "  struct \(CStruct(valueOf: state).tag) \(name)[\(array.size)];\n"
    case .sketch(let sketch): return "  uint64_t \(name)[\(sketch.rows * sketch.columns)];\n"
    case .ring(let ring): return "  uint32_t \(name)[\(ring.size)];\n"
    case .table, .queue, .tally: return ""
    }
  }

  private func poolFunctions(_ id: StateID, _ pool: PoolState) -> String {
    let name = CNames.symbol(ofState: program[id].name)
    return """
      CORA_INLINE uint32_t \(name)_take(struct cora_nf *nf) {
        return cora_pool_take(&nf->\(name).pool, nf->\(name).ring, nf->\(name).taken, \(pool.count));
      }

      CORA_INLINE void \(name)_give(struct cora_nf *nf, uint64_t element) {
        cora_pool_give(&nf->\(name).pool, nf->\(name).ring, nf->\(name).taken, \(pool.count), element - \(pool.first)u);
      }

      """
  }
}
