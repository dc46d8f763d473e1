import Agreement
import Testing

/// The host half alone is the interpreter, with programs changed so that they do what those of the library do not.
@Suite struct HostTests {
  @Test(arguments: [Subject.evictingBalancer, .evictingPolicer, .steppedNAT, .steppedBalancer])
  func alone(_ subject: Subject) throws {
    let built = try Workshop.bundle(subject, .planner(.hostOnly))
    _ = try Comparison(built: built, what: "host alone") { try HostExecution($0) }.run(packets: 100_000, seed: 1)
  }
}
