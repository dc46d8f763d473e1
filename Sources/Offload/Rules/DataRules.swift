struct GlobalDataRule: ObjectRule {
  let identifier = "global-data"
  let summary = "The object has no variables: loaders make maps of their sections, with flags that the card does not know."

  /// The sections that no instruction refers to; the others have a better place.
  func findings(in object: EBPFObject, _ limits: OffloadLimits) -> [String] {
    let referred = Set(object.programs.flatMap { $0.instructions.compactMap(\.dataSection) })
    return object.dataSections.filter { !referred.contains($0) }.map { "section '\($0)': global data is not supported" }
  }
}

struct DataReferenceRule: InstructionRule {
  let identifier = "global-data"
  let summary = "No instruction refers to a variable."

  func message(_ instruction: Instruction, _ fact: Analysis.Fact, _ subject: Subject) -> String? {
    instruction.dataSection.map { "global data is not supported: reference to '\($0)'" }
  }
}

struct BTFRule: InstructionRule {
  let identifier = "btf"
  let summary = "Nothing needs BTF when it is loaded: no functions or variables of the kernel, no callbacks."

  func message(_ instruction: Instruction, _ fact: Analysis.Fact, _ subject: Subject) -> String? {
    if case .external(let name)? = instruction.reference { return "BTF is not supported: reference to '\(name)'" }
    if instruction.isCall, instruction.source > 1 { return "BTF is not supported: call of a function of the kernel" }
    let isMapOrNumber = instruction.source <= 1 || instruction.dataSection != nil
    return instruction.isWide && !isMapOrNumber ? "BTF is not supported: pseudo load \(instruction.source)" : nil
  }
}

extension Instruction {
  /// The section of the variable that it refers to.
  fileprivate var dataSection: String? { if case .data(let section)? = reference { section } else { nil } }
}
