extension Program {
  /// The map that owns the records `state` is a key of: itself for a primary; for other kinds the state itself.
  public func primary(of state: StateID) -> StateID {
    self[state].map?.companionOf ?? state
  }
}
