import Engine
import Testing

struct ScheduleTests {
  @Test(arguments: ScheduleRegistry.all.map { $0.name })
  func factorIsUsableAtEveryStep(_ name: String) throws {
    let schedule = try #require(ScheduleRegistry.named(name))
    for step in [0, 1, 2, 10, 1000, 1_000_000] {
      let factor = schedule.factor(step: step)
      #expect(factor.isFinite && factor >= 0)
    }
  }

  @Test func constantIsOne() throws {
    let schedule = try #require(ScheduleRegistry.named("constant"))
    #expect([0, 1, 99, Int.max].allSatisfy { schedule.factor(step: $0) == 1 })
  }

  @Test func unknownNamesAreNotFound() { #expect(ScheduleRegistry.named("Constant") == nil) }
}
