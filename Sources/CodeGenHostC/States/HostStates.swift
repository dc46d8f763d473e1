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
    let types =
      groups.map(\.types) + elements + rows.map(\.types) + queues.map(\.value.definition) + tallies.map(\.types)
    let functions =
      program.pools.map(poolFunctions) + rows.map(\.functions) + queues.map(\.functions) + tallies.map(\.functions)
      + groups.map(\.functions)
    return (types + [instance] + functions).joined(separator: "\n")
  }

  private var ids: [StateID] { program.states.indices.map(StateID.init) }
  private var rows: [HostTable] { ids.compactMap { HostTable($0, in: program) } }
  private var queues: [HostQueue] { ids.compactMap { HostQueue($0, in: program) } }
  private var tallies: [HostTally] { ids.compactMap { HostTally($0, in: program) } }

  private var instance: String {
    """
    /// A running instance: all states, in one block of memory.
    struct cora_nf {
      struct cora_runtime cora_runtime;
      uint64_t cora_clock; /* the latest packet's time */
      uint64_t cora_parameters[\(max(program.parameters.count, 1))];
      struct cora_counts cora_paths[\(max(pathCount, 1))];
      uint64_t cora_drops[\(max(reasonCount, 1))];
      uint64_t cora_mirrored[\(max(program.ports.count, 1))];
      uint64_t cora_exported[\(max(program.streams.count, 1))];
    \(groups.map { "  struct \($0.name)_table \($0.name);\n" }.joined())\(ids.map(field).joined())};

    """
  }

  private func field(_ id: StateID) -> String {
    let state = program[id]
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
    case .sketch(let sketch): return "  uint\(sketch.cellBits)_t \(name)[\(sketch.rows * sketch.columns)];\n"
    case .ring(let ring): return "  uint32_t \(name)[\(ring.size)];\n"
    case .table: return HostTable(id, in: program)?.field ?? ""
    case .queue: return HostQueue(id, in: program)?.field ?? ""
    case .tally: return HostTally(id, in: program)?.field ?? ""
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
