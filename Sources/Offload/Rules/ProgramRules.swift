struct ProgramTypeRule: ProgramRule {
  let identifier = "program-type"
  let summary = "The program is an XDP program, by its section's name: `xdp…`, or a name that stands for no type."

  /// Beginnings of libbpf's section names for other types.
  private static let others = [
    "socket", "kprobe", "kretprobe", "uprobe", "uretprobe", "tc", "classifier", "action", "tracepoint", "tp", "raw_tp",
    "raw_tracepoint", "fentry", "fexit", "fmod_ret", "lsm", "iter", "perf_event", "lwt", "cgroup", "sk_", "sockops",
    "struct_ops", "syscall", "flow_dissector", "lirc", "netfilter", "freplace",
  ]

  func findings(in subject: Subject) -> [Finding] {
    let section = subject.program.section
    let isOther = !section.hasPrefix("xdp") && Self.others.contains { name in
      section == name || section.hasPrefix(name + "/") || section.hasPrefix(name + "_") || (name.hasSuffix("_") && section.hasPrefix(name))
    }
    return isOther ? [Finding("program type of section '\(section)' not supported: not XDP")] : []
  }
}

struct VerdictRule: ProgramRule {
  let identifier = "verdict"
  let summary = "The verdict is ABORTED, DROP, PASS or TX (0 to 3) wherever it is a known number; REDIRECT is none of them."

  func findings(in subject: Subject) -> [Finding] {
    let own = subject.program.functions[0].range
    return subject.reached.compactMap { index, instruction, fact in
      guard instruction.isExit, own.contains(index) else { return nil }
      guard let verdict = fact.registers[0].scalar else {
        return Finding("unsupported exit state: \(fact.registers[0].kind)", at: index)
      }
      let wrong = verdict.values.isEmpty ? [verdict.low].filter { $0 > 3 } : verdict.values.filter { $0 > 3 }
      guard let first = wrong.first else { return nil }
      let name = first == 4 ? " (XDP_REDIRECT)" : ""
      return Finding("unsupported exit state: 1, imm: \(String(first, radix: 16))\(name)", at: index)
    }
  }
}

struct CallDepthRule: ProgramRule {
  let identifier = "call-depth"
  let summary = "Calls are at most 8 functions deep, and none is recursive."

  func findings(in subject: Subject) -> [Finding] {
    subject.analysis.tooDeep.sorted().map { Finding("the call stack of 8 frames is too deep", at: $0) }
  }
}

struct StackSizeRule: ProgramRule {
  let identifier = "stack-size"
  let summary =
    "The stack along the deepest chain of calls fits: each function's in units of 64 bytes, with 4 for the return address and 32 where the called function uses r6 to r9."

  func findings(in subject: Subject) -> [Finding] {
    guard let most = subject.limits.stackBytes else { return [] }
    let bytes = Self.bytes(subject)
    return bytes > most ? [Finding("stack too large: program \(bytes)B > FW stack \(most)B")] : []
  }

  /// Along the deepest chain of calls.
  static func bytes(_ subject: Subject) -> Int {
    let program = subject.program
    var callees = [Set<Int>](repeating: [], count: program.functions.count)
    for (index, instruction, _) in subject.reached {
      if instruction.isLocalCall, case .function(let target)? = instruction.reference {
        callees[program.function(of: index)].insert(program.function(of: target))
      }
    }
    var known = [Int?](repeating: nil, count: callees.count)
    func depth(_ function: Int, _ level: Int) -> Int {
      if let known = known[function] { return known }
      guard level < 8 else { return 0 }
      let result = frame(function, subject) + (callees[function].map { depth($0, level + 1) }.max() ?? 0)
      known[function] = result
      return result
    }
    return depth(0, 0)
  }

  private static func frame(_ function: Int, _ subject: Subject) -> Int {
    var bytes = subject.analysis.stackBytes[function]
    if function > 0 {
      let range = subject.program.functions[function].range
      let saves = subject.program.instructions[range].contains { 6...9 ~= $0.destination }
      bytes += 4 + (saves ? 32 : 0)
    }
    return (bytes + 63) / 64 * 64
  }
}

struct LengthRule: ProgramRule {
  let identifier = "program-length"
  let summary = "The translated program fits into the card's code store. Its length is estimated."

  func findings(in subject: Subject) -> [Finding] {
    guard let most = subject.limits.instructions else { return [] }
    let length = Translation.length(of: subject)
    guard length > most else { return [] }
    return [Finding("program too long: about \(length) NFP instructions (estimated), FW max is \(most)")]
  }
}

struct ComplexityRule: ProgramRule {
  let identifier = "complexity"
  let summary = "The program can be followed to its end within a bound on work, as the kernel's verifier demands too."

  func findings(in subject: Subject) -> [Finding] {
    subject.analysis.gaveUp ? [Finding("program is too large to be followed")] : []
  }
}
