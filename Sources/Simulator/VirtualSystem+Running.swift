extension VirtualSystem {
  /// Runs packets drawn from the model's traffic profile through the system.
  ///
  /// - Parameter progress: told the share that is done now and then.
  public func run(_ settings: SimulationSettings, progress: (Double) -> Void = { _ in }) -> SimulationResult {
    run(DrawnTraffic(self, settings), keys: groups.map(\.keys), settings, progress)
  }

  /// Runs recorded packets through it, at the settings' rate, as often as it takes. The NIC's tables are empty at the beginning.
  public func run(
    _ recorded: RecordedTraffic, _ settings: SimulationSettings, progress: (Double) -> Void = { _ in }
  ) -> SimulationResult {
    let keys = groups.map { recorded.keyCount(ofState: $0.primary) }
    return run(RepeatedTraffic(recorded, self, settings), keys: keys, settings, progress)
  }

  private func run(
    _ source: any PacketSource, keys: [Int], _ settings: SimulationSettings, _ progress: (Double) -> Void
  ) -> SimulationResult {
    var simulation = Simulation(self, settings, source, keys: keys)
    simulation.run(progress)
    return simulation.result()
  }
}
