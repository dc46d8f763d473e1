import CodeGenSupport
import IR
import Plan

/// The parts of the file that do not depend on the graph.
enum NICText {
  static func head(_ program: Program, _ plan: OffloadPlan) -> String {
    let source = program.sourceFile.isEmpty ? "" : " (\(program.sourceFile))"
    return """
      // The NIC half of \(program.name)\(source) by the plan '\(plan.strategy.rawValue)' for \(plan.target).
      // Program \(plan.programDigest). docs/hand-over.md says how both halves work together.
      #include <linux/bpf.h>
      #include <linux/types.h>
      #include <bpf/bpf_helpers.h>

      """
  }

  static func settings(_ program: Program) -> String {
    var text = CText()
    text.line("/* Set before the object is loaded. */")
    text.line("const volatile u16 cora_port = 0;")
    text.line("const volatile u32 cora_punt_mode = 0;")
    text.line("const volatile u32 cora_test_mode = 0;")
    if !program.parameters.isEmpty {
      text.open("const volatile u64 cora_parameters[\(program.parameters.count)] = {")
      for parameter in program.parameters {
        text.line("\(IntType.u64.literal(parameter.value)), // \(parameter.name)")
      }
      text.close("};")
    }
    text.line()
    return text.text
  }

  /// Names of the file and of the program's own variables.
  static let names =
    CPrelude.names + [
      "ctx", "data", "end", "length", "now", "path", "bucket", "key", "entry", "note", "live", "count", "forward",
      "reply",
      "drop", "to_control_plane", "punt", "punt_note", "punt_restart", "bounded", "bucket_of", "count_cut",
      "next_sequence", "read_clock", "test_record", "cora_port", "cora_parameters", "cora_punt_mode", "cora_test_mode",
      "cora_paths", "cora_cuts", "cora_ledger", "cora_ports", "xsks_map", "cora_test", "cora_nic", "MOST_OFFSET",
      "place", "least", "counter", "control", "slot", "tokens", "gained", "cost", "passed", "conforms", "amount",
      "cells", "block",
      "length_of", "verified_alone", "path_start", "no_room", "CHUNK", "move", "move_chunk", "move_bytes", "move_few", "copy_to_front", "copy_to_back", "clear_bytes",
      "open_gap",
      "insert_bytes", "insert_bytes_at", "remove_bytes", "remove_bytes_at", "set_length", "PIECE", "range", "range_of",
      "piece_of", "load_rest", "sum_piece", "sum_range", "sum_bytes", "folded", "hash_piece", "hash_bytes", "walk", "FRAGMENT",
      "LATER_FRAGMENT",
      "is_extension", "skip_one", "walk_extensions", "skip_extensions", "cora_export", "cora_exports", "export_record",
    ]

  /// Slots of `cora_cuts` behind the plan's cuts.
  static func noHeadroom(_ plan: OffloadPlan) -> Int { plan.cuts.count }
  static func notOffloaded(_ plan: OffloadPlan) -> Int { plan.cuts.count + 1 }

  static func sharedMaps(_ program: Program, _ plan: OffloadPlan, _ needs: PacketNeeds) -> String {
    var text = CText()
    text.line("struct cora_counts { u64 packets, bytes; };")
    text.line("struct cora_test { u64 now; u32 verdict, port, reason, path, cut, reserved; };")
    text.line("enum { CORA_TEST_FORWARD, CORA_TEST_DROP, CORA_TEST_CONTROL_PLANE, CORA_TEST_PUNTED };")
    text.line("enum { CORA_CUT_NO_HEADROOM = \(noHeadroom(plan)), CORA_CUT_NOT_OFFLOADED = \(notOffloaded(plan)) };")
    if needs.exports { text.line("enum { CORA_CUT_EXPORT_LOST = \(lostExports(plan)) };") }
    text.line()
    let paths = PathNumbering(program).count
    let ledger = "struct cora_ledger"
    let maps = [
      MapText("cora_paths", "PERCPU_ARRAY", entries: paths, key: "u32", value: "struct cora_counts"),
      MapText(
        "cora_cuts", "PERCPU_ARRAY", entries: plan.cuts.count + (needs.exports ? 3 : 2), key: "u32", value: "u64"),
      MapText(
        "cora_ledger", "ARRAY", entries: ledgerBuckets, key: "u32", value: ledger, flags: "BPF_F_MMAPABLE"),
      MapText("cora_ports", "DEVMAP", entries: program.ports.count, key: "u32", value: "u32"),
      MapText("xsks_map", "XSKMAP", entries: 64, key: "u32", value: "u32"),
      MapText("cora_test", "ARRAY", entries: 1, key: "u32", value: "struct cora_test", flags: "BPF_F_MMAPABLE"),
    ]
    text.lines(maps.map(\.text).joined())
    return text.text
  }

  /// `CORA_LEDGER_BUCKETS`.
  private static let ledgerBuckets = 16_384

  /// Reads the clock.
  static func clock(_ clock: OffloadPlan.Clock) -> String {
    let helper = clock == .fine ? "bpf_ktime_get_ns" : "bpf_ktime_get_coarse_ns"
    return """
      inline_always struct cora_test *test_record(void)
      {
        u32 zero = 0;
        return bpf_map_lookup_elem(&cora_test, &zero);
      }

      inline_always u64 read_clock(void)
      {
        if (!cora_test_mode) return \(helper)();
        struct cora_test *test = test_record();
        return test ? test->now : 0;
      }


      """
  }

  /// How a packet's way ends on the NIC.
  static let endings = """
    /* The verifier walks such a function once, for any numbers, and not again for each call with what it knows there. Where it knew
       that a bpf_loop has no rounds, it would remove the loop's function as dead and then refuse the program for want of it. */
    #define verified_alone __attribute__((noinline))

    /* Zero, which the verifier takes for any number. Where it knows which element of an array is looked up, kernels since 6.14 walk
       all ways there one by one; so it must not know the number of a packet's path. */
    inline_always u32 path_start(u32 length)
    {
      u32 path = length;
      asm("%0 ^= %1" : "+r"(path) : "r"(length));
      return path;
    }

    inline_always void count(u32 path, u32 length)
    {
      struct cora_counts *counts = bpf_map_lookup_elem(&cora_paths, &path);
      if (!counts) return;
      counts->packets++;
      counts->bytes += length;
    }

    inline_always void note(u32 verdict, u32 port, u32 reason, u32 path)
    {
      struct cora_test *test = test_record();
      if (!test) return;
      test->verdict = verdict;
      test->port = port;
      test->reason = reason;
      test->path = path;
    }

    inline_always int forward(u32 path, u32 length, u32 port)
    {
      count(path, length);
      if (!cora_test_mode) return bpf_redirect_map(&cora_ports, port, XDP_ABORTED);
      note(CORA_TEST_FORWARD, port, 0, path);
      return XDP_TX;
    }

    inline_always int reply(u32 path, u32 length)
    {
      count(path, length);
      if (cora_test_mode) note(CORA_TEST_FORWARD, cora_port, 0, path);
      return XDP_TX;
    }

    inline_always int drop(u32 path, u32 length, u32 reason)
    {
      count(path, length);
      if (cora_test_mode) note(CORA_TEST_DROP, 0, reason, path);
      return XDP_DROP;
    }

    inline_always int to_control_plane(u32 path, u32 length)
    {
      count(path, length);
      if (cora_test_mode) note(CORA_TEST_CONTROL_PLANE, 0, 0, path);
      return XDP_PASS;
    }

    /* A byte offset in the packet, bounded where the verifier can see it; frames at XDP are shorter. */
    enum { MOST_OFFSET = 0x3fff };
    inline_always u64 bounded(u32 offset)
    {
      u64 result = offset;
      asm("%0 &= 0x3fff" : "+r"(result));
      return result;
    }

    /* Bytes of the packet. The compiler would subtract halves of pointers, which the verifier does not follow. */
    inline_always u32 length_of(struct xdp_md *ctx)
    {
      u64 length, start;
      asm volatile(
        "%0 = *(u32 *)(%2 + %4); %1 = *(u32 *)(%2 + %3); %0 -= %1"
        : "=&r"(length), "=&r"(start)
        : "r"(ctx), "i"(__builtin_offsetof(struct xdp_md, data)), "i"(__builtin_offsetof(struct xdp_md, data_end)));
      return length;
    }


    """
}
