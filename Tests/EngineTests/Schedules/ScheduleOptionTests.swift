import Engine
import Testing

struct ScheduleOptionTests {
  private let number = ScheduleOption("a", 0...2, default: 1, "")
  private let optional = ScheduleOption("b", 0...2, default: nil, "")

  @Test func whatIsNotSetHasItsDefault() {
    var options = ScheduleOptions()
    #expect(options[number] == 1)
    #expect(options[optional] == nil)
    (options[number], options[optional]) = (0.5, 2)
    #expect(options[number] == 0.5)
    #expect(options[optional] == 2)
    options[optional] = nil
    #expect(options[optional] == nil)
  }

  @Test func settingTheDefaultIsSettingNothing() {
    var options = ScheduleOptions()
    (options[number], options[optional]) = (0.5, 2)
    #expect(options != ScheduleOptions())
    (options[number], options[optional]) = (1, nil)
    #expect(options == ScheduleOptions())
  }
}
