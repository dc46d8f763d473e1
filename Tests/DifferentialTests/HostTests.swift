import Testing

/// The host half alone is the interpreter.
@Suite struct HostTests {
  @Test(arguments: Subject.library + [.evictingBalancer, .evictingPolicer])
  func alone(_ subject: Subject) throws {
    let built = try Workshop.bundle(subject, .planner(.hostOnly))
    _ = try Comparison(built: built, what: "host alone") { try HostExecution($0) }.run(packets: 100_000, seed: 1)
  }
}
