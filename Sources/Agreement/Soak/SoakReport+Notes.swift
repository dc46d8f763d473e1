import TraceGenerator

extension SoakReport {
  /// Keeps what is known of a program, unless it has become another one.
  mutating func begin(_ subject: Subject) throws {
    let digest = try Workshop.planned(subject, .planner(.hostOnly)).source.program.digest
    if rows[subject.name]?.digest != digest { rows[subject.name] = Row(digest: digest) }
  }

  /// Adds what all sites made of a chunk; `subject` has its tables of full size.
  ///
  /// - Throws: for a program that cannot be compiled.
  public mutating func note(
    _ subject: Subject, _ coverage: Coverage, _ sites: [(deployment: Deployment, site: Site)], seconds: Double
  ) throws {
    try begin(subject)
    guard var row = rows[subject.name] else { return }
    row.chunks += 1
    row.seconds += seconds
    let program = try Workshop.planned(subject, .planner(.hostOnly)).source.program
    let union = Coverage(program, taken: row.taken + coverage.taken)
    row.taken = union.taken
    row.coverage = union.text
    for (deployment, site) in sites {
      for name in deployment.names { row.sites[name, default: Site()].add(site) }
    }
    rows[subject.name] = row
  }
}

extension SoakReport.Site {
  /// Whether it ran all and differed in nothing.
  public var agrees: Bool { mismatches == 0 && refusal == nil }

  fileprivate mutating func add(_ other: Self) {
    packets += other.packets
    mismatches += other.mismatches
    seconds += other.seconds
    refusal = other.refusal
  }
}
