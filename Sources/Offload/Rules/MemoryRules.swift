extension Instruction {
  /// The register with the address of a load or store.
  var address: Int? {
    if isMemoryLoad { return source }
    return isMemoryStore || isImmediateStore || isAtomic ? destination : nil
  }
}

struct ContextRule: InstructionRule {
  let identifier = "context"
  let summary = "Of the context only `data` and `data_end` are read, by 4 bytes each, and nothing is written."

  func message(_ instruction: Instruction, _ fact: Analysis.Fact, _ subject: Subject) -> String? {
    guard let address = instruction.address, case .context(let base) = fact.registers[address] else { return nil }
    let place = base + instruction.offset
    guard instruction.isMemoryLoad else {
      return place == ContextField.receiveQueue
        ? "queue selection not supported by FW" : "unsupported store to context field"
    }
    return (place == ContextField.data || place == ContextField.dataEnd) && instruction.bytes == 4
      ? nil : "unsupported load of context field at \(place)"
  }
}

struct PointerTypeRule: InstructionRule {
  let identifier = "pointer-type"
  let summary = "An instruction reaches the same kind of memory on every path: context, stack, packet or map value."

  func message(_ instruction: Instruction, _ fact: Analysis.Fact, _ subject: Subject) -> String? {
    guard let address = instruction.address, !instruction.isAtomic else { return nil }
    switch fact.registers[address] {
    case .context, .stack, .packet, .mapValue: return nil
    case .mixed: return "ptr type changed for instruction"
    // The variable's own instruction has its reason.
    case .foreign: return nil
    case let other: return "unsupported ptr type: \(other.kind)"
    }
  }
}

struct PacketSplitRule: InstructionRule {
  let identifier = "packet-split"
  let summary = "No byte of the packet is reached beyond what the card keeps in its cores' memory."

  func message(_ instruction: Instruction, _ fact: Analysis.Fact, _ subject: Subject) -> String? {
    guard let most = subject.limits.packetBytes, let address = instruction.address,
      case .packet(let offset) = fact.registers[address]
    else { return nil }
    let end = Int(clamping: offset.high).addingReportingOverflow(instruction.offset + instruction.bytes)
    guard end.overflow || end.partialValue > most else { return nil }
    return "potential packet access beyond HW packet split boundary: \(end.overflow || end.partialValue > 0xffff ? "any byte" : "byte \(end.partialValue)"), boundary at \(most)"
  }
}

struct StackOffsetRule: InstructionRule {
  let identifier = "stack-offset"
  let summary = "The stack is reached at constant places."

  func message(_ instruction: Instruction, _ fact: Analysis.Fact, _ subject: Subject) -> String? {
    guard let address = instruction.address, case .stack(_, nil) = fact.registers[address] else { return nil }
    return "variable ptr stack access"
  }
}

struct MapStoreRule: InstructionRule {
  let identifier = "map-store"
  let summary = "Map values are not stored to: they are written by map_update_elem, from the stack."

  func message(_ instruction: Instruction, _ fact: Analysis.Fact, _ subject: Subject) -> String? {
    guard instruction.isMemoryStore || instruction.isImmediateStore, let address = instruction.address,
      case .mapValue = fact.registers[address]
    else { return nil }
    return "map writes not supported"
  }
}

struct MapOffsetRule: InstructionRule {
  let identifier = "map-offset"
  let summary = "Map values are read and added to at constant places within them."

  func message(_ instruction: Instruction, _ fact: Analysis.Fact, _ subject: Subject) -> String? {
    guard instruction.isMemoryLoad || instruction.isAtomic, let address = instruction.address,
      case .mapValue(let maps, let base) = fact.registers[address]
    else { return nil }
    guard let base else { return "map value offset is variable" }
    let place = base + instruction.offset
    let isInside = place >= 0 && maps.allSatisfy { place + instruction.bytes <= subject.maps[$0].valueBytes }
    return isInside ? nil : "map value access out-of-bounds"
  }
}

struct AtomicRule: InstructionRule {
  let identifier = "atomic"
  let summary =
    "The only atomic operation is to add a number to an aligned word of 32 or 64 bits in a map value, without fetching what was there."

  func message(_ instruction: Instruction, _ fact: Analysis.Fact, _ subject: Subject) -> String? {
    guard instruction.isAtomic else { return nil }
    if instruction.immediate != 0 || instruction.bytes < 4 { return "atomic op not implemented: \(instruction.immediate)" }
    guard case .mapValue(_, let offset) = fact.registers[instruction.destination] else {
      return "atomic add not to a map value pointer: \(fact.registers[instruction.destination].kind)"
    }
    if fact.registers[instruction.source].scalar == nil {
      return "atomic add not of a scalar: \(fact.registers[instruction.source].kind)"
    }
    guard let offset, (offset + instruction.offset) % instruction.bytes != 0 else { return nil }
    return "atomic add to an unaligned word: off: \(offset + instruction.offset)"
  }
}
