import Foundation
import Testing

/// `cora plan --pareto --priors --from --budget`, `explain`, `diff`, `report`.
struct PlanQuestionsTests {
  private let nat = CoraCommand.source("nat")
  private let card = ["--target", "agilio-cx-2x40", "--rate", "5Mpps"]

  @Test func choicesAndPriorsAreThereWhenAskedFor() throws {
    let cora = try CoraCommand()
    let plain = try JSONValue(cora.succeed(["plan", nat, "--json"] + card))
    #expect(plain["pareto"]?.list.isEmpty == true && plain["deciding_priors"] == nil)
    let full = try JSONValue(cora.succeed(["plan", nat, "--json", "--pareto", "--priors"] + card))
    let choices = try #require(full["pareto"]).list
    #expect(choices.count > 1)
    for name in ["host_cores", "nic_use", "latency_ns", "rate_pps"] { #expect(choices[0][name]?.number != nil, "\(name)") }
    #expect(full["deciding_priors"] != nil)
    #expect(try cora.succeed(["plan", nat, "--pareto"] + card).contains("choices: host cores"))
  }

  @Test func aBudgetEndsTheSearchAndIsChecked() throws {
    let cora = try CoraCommand()
    let plan = try JSONValue(cora.succeed(["plan", nat, "--budget", "1ms", "--json"] + card))
    #expect((0...1).contains(try #require(plan["search"]?["gap"]?.number)))
    for bad in ["2", "soon", "0s", "nans"] {
      try cora.fail(["plan", nat, "--budget", bad], status: 2, saying: ["--budget \(bad)", "2s"])
    }
  }

  @Test func whyAndWhatWouldChangeIt() throws {
    let cora = try CoraCommand()
    try cora.succeed(["compile", nat, "-q", "-o", "nat.cora"] + card)
    #expect(try cora.succeed(["explain", "nat.cora"]).contains("bindings"))
    let text = try cora.succeed(["explain", "nat.cora", "ports"])
    #expect(text.contains("ports: host") && text.contains("allocator"))
    let answers = try JSONValue(cora.succeed(["explain", "nat.cora", "bindings", "--json"])).list
    #expect(answers.count == 1 && answers[0]["state"]?["name"]?.text == "bindings")
    for answer in try #require(answers[0]["counterfactuals"]).list {
      for name in ["parameter", "condition"] { #expect(answer[name]?.text?.isEmpty == false) }
      for name in ["host_cores", "rate_pps", "saves_cores"] { #expect(answer[name]?.number != nil) }
    }
    try cora.fail(["explain", "nat.cora", "nothing"], status: 1, saying: ["nothing", "bindings"])
  }

  @Test func whatChangedBetweenTwoPlans() throws {
    let cora = try CoraCommand()
    try cora.succeed(["compile", nat, "-q", "-o", "a.cora"] + card)
    try cora.succeed(["compile", nat, "-q", "-o", "same.cora"] + card)
    try cora.succeed(["compile", nat, "-q", "-o", "b.cora", "--target", "agilio-cx-2x40", "--rate", "5Mpps", "--strategy", "host-only"])
    try cora.succeed(["compile", CoraCommand.source("lb"), "-q", "-o", "other.cora"] + card)
    #expect(try cora.succeed(["diff", "a.cora", "same.cora"]).contains("the same"))
    let text = try cora.succeed(["diff", "b.cora", "a.cora"])
    for part in ["strategy: host-only → best", "bindings: host → split", "host cores:", "getting there:"] { #expect(text.contains(part), "\(text)") }
    let json = try JSONValue(cora.succeed(["diff", "b.cora", "a.cora", "--json"]))
    #expect((json["migration"]?["entry_writes"]?.number ?? 0) > 0)
    #expect(try cora.succeed(["diff", "a.cora", "other.cora"]).contains("digest"))
    #expect(try cora.succeed(["plan", nat, "--from", "b.cora"] + card).contains("getting there:"))
    try cora.fail(["plan", nat, "--from", "other.cora"] + card, status: 1, saying: ["other.cora", "another program"])
  }

  @Test func whatIsNoBundleIsOneClearError() throws {
    let cora = try CoraCommand()
    try cora.succeed(["compile", nat, "-q", "-o", "a.cora"])
    func broken(_ name: String, _ change: (String) throws -> Void) throws {
      try FileManager.default.copyItem(atPath: cora.path("a.cora"), toPath: cora.path(name))
      try change(cora.path(name))
    }
    try broken("cut.cora") { try FileManager.default.removeItem(atPath: $0 + "/traffic.yaml") }
    try broken("torn.cora") { try String("{").write(toFile: $0 + "/manifest.json", atomically: true, encoding: .utf8) }
    try broken("future.cora") { directory in
      let path = directory + "/manifest.json"
      let text = try String(contentsOfFile: path, encoding: .utf8)
      try text.replacing(#/"format" : \d+/#, with: "\"format\" : 99").write(toFile: path, atomically: true, encoding: .utf8)
    }
    try cora.write("text", to: "file")
    for (name, reason) in [
      ("none.cora", "no such bundle"), ("cut.cora", "traffic.yaml"), ("torn.cora", "manifest"), ("future.cora", "format 99"),
      ("file", "file"),
    ] {
      try cora.fail(["diff", "a.cora", name], status: 1, saying: [name, reason])
      try cora.fail(["explain", name], status: 1, saying: [name, reason])
      try cora.fail(["report", name], status: 1, saying: [name, reason])
    }
    try cora.fail(["diff", "a.cora"], status: 2, saying: [])
  }

  @Test func aBundlesReport() throws {
    let cora = try CoraCommand()
    try cora.succeed(["compile", nat, "-q", "-o", "a.cora"] + card)
    #expect(try cora.succeed(["report", "a.cora"]).contains("choices: host cores"))
    let page = try cora.succeed(["report", "a.cora", "--html"])
    #expect(page.hasPrefix("<!doctype html>") && page.contains("<td>bindings</td>") && !page.contains("<script"))
    #expect(try JSONValue(cora.succeed(["report", "a.cora", "--json"]))["pareto"]?.list.isEmpty == false)
    try cora.fail(["report", "a.cora", "--html", "--json"], status: 2, saying: ["not both"])
  }
}
