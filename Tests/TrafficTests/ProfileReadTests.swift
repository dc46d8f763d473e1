import Testing
import Traffic
import Wire

@Suite struct ProfileReadTests {
  private static let good = """
    cora_profile: 1
    rate_pps: 20000000
    bytes:
      mean: 64
      histogram: {60: 0.5, 1514: 0.5}
    flows:
      count: 100
      new_per_s: 3100
      curve: {1: 0.2, 10: 0.6, 100: 1}
    """

  private func error(_ yaml: String) -> String? {
    do throws(ProfileError) {
      _ = try TrafficProfile(yaml: yaml, file: "p.yaml")
      return nil
    } catch {
      return error.description
    }
  }

  /// The error when a piece of the good profile is replaced.
  private func error(replacing piece: String, with other: String) -> String? {
    error(Self.good.replacing(piece, with: other))
  }

  @Test func readsTheLeast() throws {
    let profile = try TrafficProfile(yaml: Self.good, file: "p.yaml")
    #expect(profile.packetsPerSecond == 20e6)
    #expect(profile.flows.count == 100)
    #expect(profile.flows.exponent > 0.5 && profile.flows.exponent < 2)
    #expect(profile.burstiness == 1 && profile.paths.isEmpty && profile.states.isEmpty)
  }

  @Test func readsPathsAndStates() throws {
    let more = """

      program: SourceNAT
      paths: {7: 0.25, 3: 0.75}
      states:
        bindings: {active_keys: 2, new_keys_per_s: 5, lookups: 0.5, curve: {1: 0.9, 2: 1}}
      """
    let profile = try TrafficProfile(yaml: Self.good + more, file: "p.yaml")
    #expect(profile.paths == [PathShare(path: 3, share: 0.75), PathShare(path: 7, share: 0.25)])
    #expect(profile.share(ofPath: 7) == 0.25 && profile.share(ofPath: 9) == 0)
    #expect(profile.use(ofState: "bindings").lookupShare == 0.5)
    #expect(profile.use(ofState: "other").curve == profile.flows.curve)
  }

  @Test func refusesMistakesWithTheLine() {
    #expect(error("") == "p.yaml: error: the profile is empty")
    #expect(error("[1]") == "p.yaml:1: error: the profile must be a mapping")
    #expect(
      error(replacing: "cora_profile: 1", with: "cora_profile: 2")
        == "p.yaml:1: error: cora_profile must be 1, the version this build reads")
    #expect(
      error(replacing: "cora_profile: 1\n", with: "") == "p.yaml:1: error: the profile lacks the key 'cora_profile'")
    #expect(
      error(replacing: "rate_pps: 20000000", with: "rate_pps: -1")
        == "p.yaml:2: error: rate_pps must not be negative, it is -1")
    #expect(
      error(replacing: "rate_pps: 20000000", with: "rate_pps: fast") == "p.yaml:2: error: rate_pps must be a number")
    #expect(
      error(replacing: "rate_pps: 20000000", with: "rate_pps: nan") == "p.yaml:2: error: rate_pps must be a number")
    #expect(
      error(replacing: "rate_pps: 20000000", with: "rate_pps: [1]") == "p.yaml:2: error: rate_pps must be a number")
    #expect(
      error(replacing: "mean: 64", with: "means: 64")
        == "p.yaml:4: error: unknown key 'means' in bytes; expected one of: mean, histogram")
    #expect(
      error(replacing: "60: 0.5, 1514: 0.5", with: "60: 0.5, 1514: 0.4")
        == "p.yaml:5: error: the shares of histogram sum to 0.9, not to 1")
    #expect(
      error(replacing: "60: 0.5, 1514: 0.5", with: "1514: 0.5, 60: 0.5")
        == "p.yaml:5: error: the sizes of histogram must ascend, from 1 on")
    #expect(
      error(replacing: "60: 0.5, 1514: 0.5", with: "") == "p.yaml:5: error: histogram must have at least one size")
    #expect(
      error(replacing: "count: 100", with: "count: 99") == "p.yaml:9: error: curve must end at rank 99, it ends at 100")
    #expect(
      error(replacing: "count: 100", with: "count: 1.5") == "p.yaml:7: error: count must be a whole number, it is 1.5")
    #expect(
      error(replacing: "100: 1}", with: "100: 0.9}") == "p.yaml:9: error: the shares of curve sum to 0.9, not to 1")
    #expect(
      error(replacing: "10: 0.6", with: "10: 0.1")
        == "p.yaml:9: error: the share of 10 must not be less than the share of fewer")
    #expect(error(replacing: "10: 0.6", with: "0: 0.6") == "p.yaml:9: error: the ranks of curve must ascend, from 1 on")
    #expect(error(Self.good + "\nburstiness: 0.5") == "p.yaml:10: error: burstiness must be at least 1, it is 0.5")
    #expect(error(Self.good + "\npaths: {1: 0.5}") == "p.yaml:10: error: the shares of paths sum to 0.5, not to 1")
    #expect(error(Self.good + "\npaths: {-1: 1}") == "p.yaml:10: error: -1 must not be negative, it is -1")
    #expect(error(Self.good + "\nstates: {a: {}}") == "p.yaml:10: error: a lacks the key 'active_keys'")
  }

  @Test func refusesWhatIsNotYAML() throws {
    for text in ["a: [", "\t- x", "a: 1\na: 2", "\"", "&a *b", "%YAML 9"] {
      let message = try #require(error(text))
      #expect(message.hasPrefix("p.yaml") && message.contains("error: "))
    }
    #expect(error(Self.good + "\nrate_pps: 1")?.contains("key given twice: rate_pps") == true)
  }

  @Test func acceptsShareSumsWithinTheTolerance() {
    #expect(error(replacing: "60: 0.5, 1514: 0.5", with: "60: 0.5, 1514: 0.4991") == nil)
    #expect(error(replacing: "60: 0.5, 1514: 0.5", with: "60: 0.5, 1514: 0.4989") != nil)
  }

  @Test func namesTheFileThatIsMissing() {
    let error = #expect(throws: ProfileError.self) { try TrafficProfile(path: "/nowhere/p.yaml") }
    #expect(error?.description == "/nowhere/p.yaml: error: cannot be read")
  }

  @Test func survivesMutations() {
    var random = SplitMix64(seed: 3)
    for _ in 0..<3000 {
      let text = String(decoding: random.mutated(Array(Self.good.utf8)), as: UTF8.self)
      if let profile = try? TrafficProfile(yaml: text, file: "p.yaml") {
        _ = profile.flows.curve.share(ofTop: 50)
        #expect(throws: Never.self) { try TrafficProfile(yaml: profile.yaml, file: "p.yaml") }
      }
    }
  }
}
