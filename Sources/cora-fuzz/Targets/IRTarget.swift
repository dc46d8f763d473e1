import IR
import Wire

/// The IR's text form: the parser, the verifier on what it takes, and the passes on what the verifier takes.
struct IRTarget: FuzzTarget {
  let regressions: [[UInt8]]
  private let texts: TextMutator
  private let sources: [[UInt8]]

  init(_ corpus: Corpus) throws {
    regressions = try corpus.regressions(.ir)
    let programs = try corpus.irTexts()
    texts = TextMutator(programs)
    sources = programs.map { Array($0.utf8) }
  }

  func input(_ random: inout SplitMix64) -> [UInt8] {
    switch random.below(8) {
    case 0: return Array(texts.soup(&random).utf8)
    case 1:
      var bytes = random.pick(sources) ?? []
      ByteMutator().mutate(&bytes, others: sources, &random)
      return bytes
    case 2, 3: return Array(texts.text(&random).utf8)
    default: return Array(texts.gentleText(&random).utf8)
    }
  }

  func run(_ input: [UInt8]) throws -> Bool {
    let program: Program
    do {
      program = try Program(parsing: String(decoding: input, as: UTF8.self))
    } catch {
      _ = error.description
      return false
    }
    guard program.verify().isEmpty else { return false }
    let again = try Program(parsing: program.text)
    try require(again == program, "the text form does not read back:\n\(program.text)")
    guard PathNumbering(program).count <= PathNumbering.mostPaths else { return true }
    _ = try PassPipeline.standard.run(program)
    return true
  }
}
