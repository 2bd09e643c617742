import Dashboard
import Testing
import rnn_tui

@Suite struct FramePaceTests {
  @Test func keysShowAtOnceAndNewsComeSeldomWhileAllCoresTrain() {
    var pace = FramePace()
    #expect(pace.nextForKey < 0)
    pace.drew(at: 10, cost: 0.001)
    #expect(pace.nextForKey == 10 + 1.0 / 30)
    #expect(pace.nextForNews == 10 + 1.0 / 30)
    pace.allCoresTrain = true
    #expect(pace.nextForKey == 10 + 1.0 / 30)
    #expect(pace.nextForNews == 10 + 1.0 / 12)
  }

  @Test func aScreenThatIsSlowToDrawIsDrawnLessOften() {
    var pace = FramePace()
    pace.drew(at: 10, cost: 0.05)
    #expect(abs(pace.nextForNews - 10.5) < 1e-9)
  }

  @Test func sizesAreKeptWithinWhatNcursesBears() {
    #expect(WindowSize.usable(Size(columns: 0, rows: 0)) == Size(columns: 80, rows: 24))
    #expect(WindowSize.usable(Size(columns: 65535, rows: 1)) == Size(columns: 1000, rows: 1))
    #expect(WindowSize.usable(Size(columns: 1, rows: 40000)) == Size(columns: 1, rows: 500))
    #expect(WindowSize.usable(Size(columns: 120, rows: 36)) == Size(columns: 120, rows: 36))
  }

  @Test func pausesForSlowTerminalsAreNotSent() {
    let bytes = "a$<2/>b$c$<".utf8.map(CChar.init)
    #expect(TerminalSequences.withoutPadding(bytes) == "ab$c$<".utf8.map(CChar.init))
  }

  @Test func theExitStatusNamesTheSignal() {
    #expect(LoopEnd.quit.exitStatus.code == 0)
    #expect([1, 2, 15].map { LoopEnd.signal($0).exitStatus.code } == [129, 130, 143])
    #expect(LoopEnd.terminalGone.exitStatus.code == 129)
  }
}
