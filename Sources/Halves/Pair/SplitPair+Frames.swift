import Plan

extension SplitPair {
  /// Whether the pair can run this frame as the program means it.
  ///
  /// A NIC does not deliver frames without a whole Ethernet header, nor those that are longer than a buffer (`NICHalf.runs`);
  /// captures have them, as receive offloads merge packets. The host half runs those, unless the NIC half has states to
  /// itself: the host cannot find there what it needs.
  public func takes(_ frame: some Collection<UInt8>) -> Bool { takesAnyFrame || nic.runs(frame) }

  /// Whether it can run every frame so.
  public var takesAnyFrame: Bool { !host.layout.hasStatesOfNIC }
}

extension ProgramLayout {
  /// Whether a state is the NIC half's alone.
  var hasStatesOfNIC: Bool {
    maps.contains { $0.mode == .nic } || arrays.contains { $0.mode == .nic } || sketches.contains { $0.mode == .nic }
  }
}
