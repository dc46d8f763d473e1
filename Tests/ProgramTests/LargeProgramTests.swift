import Driver
import Testing

/// A program of 24 states and well over two hundred paths: a plan within a hundredth of the best, in fewer nodes than every command may take.
struct LargeProgramTests {
  @Test(arguments: PlannerBenchmark.targets)
  func aLargeProgramIsPlannedCloseToTheBest(target: String) throws {
    let plan = try PlannerBenchmark.planLarge(target: target, nodes: 8_000)
    #expect(plan.states == 24)
    #expect(plan.paths >= 200)
    #expect(plan.gap <= 0.01)
    #expect(plan.nodes <= 8_500)
  }
}
