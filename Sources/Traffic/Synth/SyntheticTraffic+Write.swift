import Wire

/// Why synthetic traffic was not written.
public enum SynthesisFailure: Error, Hashable, Sendable, CustomStringConvertible {
  case settings(SynthesisError)
  case capture(CaptureError)

  public var description: String {
    switch self {
    case .settings(let error): error.description
    case .capture(let error): error.description
    }
  }
}

extension SyntheticTraffic {
  /// Writes the packets as a capture at `path`, standard output for `-`. `progress` is told how many are written, now and then.
  public func write(to path: String, progress: (Int) -> Void = { _ in }) throws(SynthesisFailure) {
    var packets = try checkedPackets()
    do throws(CaptureError) {
      let writer = try CaptureWriter(path: path)
      while try packets.next({ (bytes, time, _) throws(CaptureError) in try writer.write(bytes, time: time) }) {
        if writer.packets % 65_536 == 0 { progress(writer.packets) }
      }
      try writer.finish()
    } catch {
      throw .capture(error)
    }
  }

  /// The packets in memory, all arriving by one port.
  public func trace(port: UInt16 = 0) throws(SynthesisError) -> Trace {
    var packets = try SyntheticPackets(self)
    var trace = Trace()
    while packets.next({ bytes, time, _ in trace.append(bytes, port: port, time: time) }) {}
    return trace
  }

  private func checkedPackets() throws(SynthesisFailure) -> SyntheticPackets {
    do throws(SynthesisError) { return try SyntheticPackets(self) } catch { throw .settings(error) }
  }
}
