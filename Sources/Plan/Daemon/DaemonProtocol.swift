import Foundation

/// How programs talk to `corad`: over its Unix socket, one request per line, one line of JSON in reply, any number of
/// requests per connection. A reply to a request that cannot be served is `{"error": "…"}`.
public enum DaemonProtocol {
  public enum Request: String, CaseIterable, Sendable {
    /// `DaemonStatus`.
    case status
    /// `StateSnapshot`: the whole state, both halves' shares. The worker stops for as long as it takes.
    case snapshot
    /// `HotSet`: the records the NIC owns, hottest first, 100 per state at most.
    case hotset
    /// Chooses the hot set anew now instead of at the end of the interval; replies with `DaemonStatus.Moves`.
    case replan
  }

  /// Bytes of a request line, at most.
  public static let longestRequest = 256

  /// Where an instance listens unless its configuration says otherwise.
  public static func socketPath(instance: String) -> String { "/run/cora/\(instance).sock" }

  /// One line of JSON without its newline, keys in snake_case and sorted.
  public static func line(_ value: some Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return [UInt8](try encoder.encode(value))
  }

  public static func decode<Value: Decodable>(_ type: Value.Type, from line: some Sequence<UInt8>) throws -> Value {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(type, from: Data(line))
  }

  public struct Failure: Codable, Hashable, Sendable, Error {
    public var error: String
    public init(error: String) { self.error = error }
  }

  /// The records that the NIC owns, by state.
  public struct HotSet: Codable, Hashable, Sendable {
    public struct State: Codable, Hashable, Sendable {
      public var name: String
      public var nicEntries: Int
      public var nicCapacity: Int
      public var hottest: [Record]
      public init(name: String, nicEntries: Int, nicCapacity: Int, hottest: [Record]) {
        self.name = name
        self.nicEntries = nicEntries
        self.nicCapacity = nicCapacity
        self.hottest = hottest
      }
    }

    public struct Record: Codable, Hashable, Sendable {
      public var slot: Int
      /// Fields of the primary's key, in order.
      public var key: [UInt64]
      /// Packets per interval, older intervals counting half as much as the next.
      public var popularity: Double
      public init(slot: Int, key: [UInt64], popularity: Double) {
        self.slot = slot
        self.key = key
        self.popularity = popularity
      }
    }

    public var states: [State]
    public init(states: [State]) { self.states = states }
  }
}
