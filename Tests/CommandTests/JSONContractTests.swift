import Testing

/// The names and kinds in JSON that scripts rely on.
struct JSONContractTests {
  private let nat = CoraCommand.source("nat")

  @Test(arguments: ["plan", "predict"], ["best", "host-only", "state-partition", "traffic-partition"])
  func plansAreObjectsOfKnownFields(_ verb: String, _ strategy: String) throws {
    let cora = try CoraCommand()
    let plan = try JSONValue(cora.succeed([verb, nat, "--strategy", strategy, "--target", "xdp", "--json"]))
    #expect(plan["target"]?.text == "xdp")
    #expect(plan["strategy"]?.text == strategy)
    #expect(plan["fits"]?.boolean == true)
    #expect(plan["bottleneck"]?.text?.isEmpty == false)
    for name in ["host_cores", "host_cycles_per_packet"] { #expect(plan[name]?.number != nil, "\(name)") }
    for name in ["p50", "p99"] { #expect(plan["latency_ns"]?[name]?.number != nil, "\(name)") }
    let rate = try #require(plan["rate_pps"])
    let low = try #require(rate["low"]?.number), high = try #require(rate["high"]?.number)
    let expected = try #require(rate["expected"]?.number)
    #expect(low <= expected && expected <= high)
    #expect(try #require(rate["guaranteed"]?.number) <= low)
    try expectSearch(plan)
    try expectStates(plan)
    try expectPaths(plan)
  }

  private func expectSearch(_ plan: JSONValue) throws {
    let search = try #require(plan["search"])
    #expect(search["optimal"]?.boolean != nil)
    for name in ["gap", "nodes", "milliseconds"] { #expect(search[name]?.number != nil, "\(name)") }
  }

  private func expectStates(_ plan: JSONValue) throws {
    let states = try #require(plan["states"]).list
    #expect(states.compactMap { $0["name"]?.text } == ["bindings", "owners", "ports", "answers"])
    for state in states {
      for name in ["site", "mode", "reason"] { #expect(state[name]?.text != nil, "\(name)") }
      #expect(state["entries_on_nic"]?.number != nil)
    }
  }

  private func expectPaths(_ plan: JSONValue) throws {
    let paths = try #require(plan["paths"]).list
    #expect(!paths.isEmpty)
    for path in paths {
      for name in ["id", "site", "reason"] { #expect(path[name]?.text != nil, "\(name)") }
      let share = try #require(path["share"]?.number)
      #expect((0...1).contains(share))
    }
  }

  @Test func aPlanThatDoesNotFitSaysSo() throws {
    let cora = try CoraCommand()
    let words = [nat, "--strategy", "nic-only", "--json"]
    #expect(try JSONValue(cora.succeed(["plan"] + words))["fits"]?.boolean == false)
    let predicted = try cora.run(["predict"] + words)
    #expect(predicted.status == 1 && predicted.errors.contains("does not fit"), "\(predicted)")
    #expect(try JSONValue(predicted.output)["fits"]?.boolean == false)
  }

  @Test func theTextFormsHoldTheSameNumbers() throws {
    let cora = try CoraCommand()
    let text = try cora.succeed(["predict", nat])
    let bottleneck = try #require(JSONValue(cora.succeed(["predict", nat, "--json"]))["bottleneck"]?.text)
    #expect(text.contains(bottleneck))
    #expect(text.contains("Mpps"))
  }
}
