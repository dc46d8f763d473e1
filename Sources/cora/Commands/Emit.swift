import ArgumentParser
import Driver

extension EmissionStage: ExpressibleByArgument {}

struct Emit: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Prints a stage between source and bundle.",
    discussion: "Stages: ast, ir, paths, states, nic.bpf.c, host.c. The last two are those of the plan that the options ask for.")

  @OptionGroup var program: ProgramOptions
  @OptionGroup var planning: PlanOptions

  @Option(help: "ast, ir, paths, states, nic.bpf.c or host.c.")
  var stage: EmissionStage

  func run() throws {
    if stage == .ast { return try put(Emission.syntaxTree(ofFileAt: program.file, colour: usesColour)) }
    let source = try program.source()
    guard stage.needsPlan else { return try put(Emission.text(stage, of: source.program)) }
    try put(Emission.text(stage, of: Planned(source, planning.request())))
  }
}
