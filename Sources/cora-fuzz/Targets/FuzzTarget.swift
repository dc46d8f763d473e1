import Wire

/// A part of Cora that takes bytes from outside.
protocol FuzzTarget {
  /// Inputs that once showed a fault; run first.
  var regressions: [[UInt8]] { get }
  /// An input, drawn from the numbers.
  func input(_ random: inout SplitMix64) -> [UInt8]
  /// Runs an input.
  ///
  /// - Returns: True when it was taken, false when it was refused; a fuzzer all of whose inputs are refused sees little.
  /// - Throws: what the input breaks, of the properties that hold for all.
  func run(_ input: [UInt8]) throws -> Bool
}

enum TargetName: String, CaseIterable {
  case parser, checker, formatter, capture, packets, ir
  /// Faults that are planted, to see that the fuzzer finds them.
  case canaryTrap = "canary-trap"
  case canaryLoop = "canary-loop"

  func target(_ corpus: Corpus) throws -> any FuzzTarget {
    switch self {
    case .parser: try SourceTarget(corpus, .parser)
    case .checker: try SourceTarget(corpus, .checker)
    case .formatter: try SourceTarget(corpus, .formatter)
    case .capture: try CaptureTarget(corpus)
    case .packets: try PacketTarget(corpus)
    case .ir: try IRTarget(corpus)
    case .canaryTrap: try CanaryTarget(corpus, loops: false)
    case .canaryLoop: try CanaryTarget(corpus, loops: true)
    }
  }
}

/// Throws unless a property holds.
func require(_ holds: Bool, _ what: @autoclosure () -> String) throws {
  if !holds { throw FuzzError(what()) }
}
