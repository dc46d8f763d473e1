import Wire

/// A reader with a fault planted: two braces in a row end the process, or never end.
struct CanaryTarget: FuzzTarget {
  let regressions: [[UInt8]] = []
  let loops: Bool
  private let texts: TextMutator

  init(_ corpus: Corpus, loops: Bool) throws {
    self.loops = loops
    texts = TextMutator(try corpus.programs())
  }

  func input(_ random: inout SplitMix64) -> [UInt8] { Array(texts.text(&random).utf8) }

  func run(_ input: [UInt8]) throws -> Bool {
    let brace = UInt8(ascii: "{")
    for index in input.indices.dropLast() where input[index] == brace && input[index + 1] == brace {
      var place = index
      while loops { place = (place &+ 1) % input.count }
      _ = input[input.count + place]
    }
    return true
  }
}
