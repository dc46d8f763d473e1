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
    if stage == .ast { return put(try Emission.syntaxTree(ofFileAt: program.file, colour: usesColour)) }
    let source = try program.source()
    guard stage.needsPlan else { return put(Emission.text(stage, of: source.program)) }
    put(try Emission.text(stage, of: try Planned(source, try planning.request())))
  }
}
