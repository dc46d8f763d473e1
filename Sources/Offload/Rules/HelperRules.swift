struct TailCallRule: InstructionRule {
  let identifier = "tail-call"
  let summary = "There are no tail calls."

  func message(_ instruction: Instruction, _ fact: Analysis.Fact, _ subject: Subject) -> String? {
    instruction.calls(.tailCall) ? "unsupported function id: \(Helper.tailCall.rawValue) (tail call)" : nil
  }
}

struct HelperRule: InstructionRule {
  let identifier = "helper"
  let summary =
    "Helpers are map lookup, update and delete, adjust_head, adjust_tail, get_prandom_u32 and perf_event_output: no clock, no csum_diff, no adjust_meta."

  func message(_ instruction: Instruction, _ fact: Analysis.Fact, _ subject: Subject) -> String? {
    guard instruction.isHelperCall else { return nil }
    return Helper(rawValue: Int(instruction.immediate)) == nil ? "unsupported function id: \(instruction.immediate)" : nil
  }
}

struct HelperPointerRule: InstructionRule {
  let identifier = "helper-pointer"
  let summary =
    "Keys and values that helpers get stand on the stack, at a constant place, the same on every path, at a multiple of 4 bytes."

  func message(_ instruction: Instruction, _ fact: Analysis.Fact, _ subject: Subject) -> String? {
    guard instruction.isHelperCall, let helper = Helper(rawValue: Int(instruction.immediate)) else { return nil }
    let arguments: [Int]
    switch helper {
    case .mapLookup, .mapDelete: arguments = [2]
    case .mapUpdate: arguments = [2, 3]
    default: return nil
    }
    if case .map = fact.registers[1] {} else { return "\(helper.driverName): the map is not the same on every path" }
    return arguments.compactMap { Self.problem(helper.driverName, fact.registers[$0]) }.first
  }

  static func problem(_ name: String, _ pointer: Value) -> String? {
    guard case .stack(_, let offset) = pointer else { return "\(name): unsupported ptr type \(pointer.kind)" }
    guard let offset else { return "\(name): variable pointer" }
    return offset % 4 == 0 ? nil : "\(name): unaligned stack pointer \(-offset)"
  }
}

struct AdjustHeadRule: InstructionRule {
  let identifier = "adjust-head"
  let summary = "The head moves by a number within what the firmware guarantees, where the number is known."

  func message(_ instruction: Instruction, _ fact: Analysis.Fact, _ subject: Subject) -> String? {
    guard instruction.calls(.adjustHead), let distance = fact.registers[2].scalar else { return nil }
    let (growth, shrinkage) = (subject.limits.headGrowth ?? .max, subject.limits.headShrinkage ?? .max)
    // A C int: its lower half counts.
    let distances = distance.values.map { Int(Int32(truncatingIfNeeded: $0)) }
    guard let wrong = distances.first(where: { $0 < -growth || $0 > shrinkage }) else { return nil }
    return "adjust_head: \(wrong) is not within \(-growth) to +\(shrinkage), which FW guarantees"
  }
}

struct AdjustTailRule: InstructionRule {
  let identifier = "adjust-tail"
  let summary = "The tail only shrinks, where the number is known."

  func message(_ instruction: Instruction, _ fact: Analysis.Fact, _ subject: Subject) -> String? {
    guard instruction.calls(.adjustTail), let distance = fact.registers[2].scalar else { return nil }
    let isGrowing = distance.values.isEmpty
      ? distance.low > 0 && distance.high < UInt64(1) << 31
      : distance.values.contains { Int32(truncatingIfNeeded: $0) > 0 }
    return isGrowing ? "adjust_tail: growing not supported by FW" : nil
  }
}

struct EventOutputRule: InstructionRule {
  let identifier = "event-output"
  let summary = "perf_event_output is for BPF_F_CURRENT_CPU, with data on the stack, in a map value or in the packet."

  func message(_ instruction: Instruction, _ fact: Analysis.Fact, _ subject: Subject) -> String? {
    guard instruction.calls(.eventOutput) else { return nil }
    let flags = fact.registers[3].scalar
    guard let values = flags?.values, !values.isEmpty, values.allSatisfy({ $0 & 0xffff_ffff == 0xffff_ffff }) else {
      return "event_output: must use BPF_F_CURRENT_CPU"
    }
    switch fact.registers[4] {
    case .scalar, .mapValue, .packet: return nil
    default: return HelperPointerRule.problem("event_output", fact.registers[4])
    }
  }
}

extension Instruction {
  fileprivate func calls(_ helper: Helper) -> Bool { isHelperCall && Int(immediate) == helper.rawValue }
}
