import Engine
import Foundation
import Telemetry
import Testing
import Training

/// A session is one value: written, read and put back, it goes on to the bit.
struct SessionStateTests {
  let scratch: Scratch
  init() throws { scratch = try Scratch() }

  private func session(
    _ data: SmallData, threads: Int = 1, streams: Bool = false, wholeSet: Bool = false
  ) throws -> SmallSession {
    try SmallSession(
      data.dataset(in: scratch), ["rnn", "lstm"], threads: threads,
      training: {
        $0.batch = wholeSet ? TrainingConfiguration.wholeSet : 16
        $0.validateEvery = .steps(4)
        $0.maxSteps = 60
        $0.schedule = "plateau"
        $0.scheduleOptions[PlateauSchedule.options[0]] = 2
        if streams { $0.truncate = 7 }
      },
      lane: {
        $0.earlyStopping.patience = 6
        $0.model.bidirectional = !streams && $0.name == "lstm" && data != .text
      })
  }

  private func driver(_ session: SmallSession) -> SessionDriver {
    let driver = SessionDriver(session.trainer, mailbox: nil, scheduled: [], threads: 1)
    // It does not live as long as the trainer here.
    session.trainer.onEvent = { _ in }
    return driver
  }

  /// All of what happens between two steps: switches, a lane that joins, one that starts afresh.
  private func play(_ session: SmallSession, _ steps: Range<Int>) {
    for step in steps {
      switch step {
      case 3: session.set("regularizers.dropout", "0.3")
      case 5: session.set("regularizers.zoneout", "0.1")
      case 8: session.trainer.apply(.all, .chooseCells(["rnn", "lstm", "gru"]))
      case 13: session.set("augmentation", "0.5")
      case 17: session.trainer.apply(.lane(1), .restart)
      case 20: session.trainer.apply(.lane(0), .strengthen(key: "training.learning_rate"))
      case 26: session.trainer.apply(.all, .chooseCells(["lstm", "gru"]))
      case 33: session.trainer.apply(.all, .chooseCells(["rnn", "lstm", "gru"]))
      case 41: session.set("early_stopping", "off")
      default: break
      }
      session.trainer.step()
    }
  }

  /// The clock is not among it.
  private func bits(_ session: SmallSession) throws -> String {
    let lanes = session.trainer.lanes.map(\.state)
    let text = String(decoding: CodedState.bytes(lanes), as: UTF8.self)
    return text.replacing(#/"(seconds|lastSeconds|firstSeconds)":("[^"]*"|[0-9.e+-]+)/#, with: "")
  }

  struct Case: Sendable, CustomTestStringConvertible {
    var data: SmallData
    var streams = false
    var wholeSet = false
    var threads = 1
    var testDescription: String {
      "\(data)\(streams ? " as streams" : "")\(wholeSet ? " whole" : "") on \(threads)"
    }
  }
  static let cases =
    SmallData.allCases.map { Case(data: $0) }
    + [
      Case(data: .text, streams: true), Case(data: .csv, wholeSet: true),
      Case(data: .adding, threads: 2),
    ]

  @Test(arguments: cases) func goesOnToTheBit(_ c: Case) throws {
    func new() throws -> SmallSession {
      try session(c.data, threads: c.threads, streams: c.streams, wholeSet: c.wholeSet)
    }
    let through = try new()
    play(through, 0..<55)
    // Stopped at every kind of moment, twice in a row.
    for stops in [[2], [9, 19], [17, 18], [27, 30], [34, 42]] {
      var session = try new()
      var first = 0
      for stop in stops {
        play(session, first..<stop)
        let bytes = CodedState.bytes(driver(session).state)
        session = try new()
        try driver(session).restore(CodedState.value(SessionState.self, bytes))
        first = stop
      }
      play(session, first..<55)
      #expect(try bits(session) == bits(through), "stopped at \(stops)")
    }
  }

  @Test(arguments: cases) func isReadAsItWasWritten(_ c: Case) throws {
    let session = try session(c.data, streams: c.streams, wholeSet: c.wholeSet)
    play(session, 0..<30)
    let state = driver(session).state
    let bytes = CodedState.bytes(state)
    let read = try CodedState.value(SessionState.self, bytes)
    #expect(CodedState.bytes(read) == bytes)
    #expect(read.lanes == state.lanes && read.lanes.count == 3)
  }

  // MARK: nothing is forgotten

  /// Every stored property is a part of the state, or is made anew, for the reason given.
  @Test func everyPropertyIsAccountedFor() throws {
    let session = try session(.adding)
    play(session, 0..<10)
    func properties(_ value: Any) -> Set<String> {
      Set(Mirror(reflecting: value).children.compactMap { $0.label })
    }
    #expect(properties(session.lane) == Set(Self.ofLane.keys))
    #expect(properties(session.trainer) == Set(Self.ofTrainer.keys))
    #expect(properties(driver(session)) == Set(Self.ofDriver.keys))
    let parts = properties(session.lane.state).map { $0.trimmingPrefix("_") }
    for name in ["progress", "diagnostics", "best", "output", "attention", "end", "before"] {
      #expect(parts.contains { $0 == name } && Self.ofLane[name] == "state")
    }
  }

  static let ofLane = [
    "configuration": "state", "progress": "state", "diagnostics": "state", "best": "state",
    "output": "state", "attention": "state", "lossByPosition": "state", "end": "state",
    "before": "state",
    "training": "the optimizer's moments are in the state",
    "model": "weights and carried states are in the state, the rest is scratch",
    "architecture": "follows from configuration and data",
    "info": "follows from the configuration",
    "schedule": "follows from the configuration", "stepsPerEpoch": "follows from the data",
    "sizes": "follows from preset and data", "start": "the file that the configuration names",
    "classWeighting": "follows from the data",
    "plan": "follows from the settings", "augmented": "filled anew at each step",
    "newEffect": "told by the step that found it",
    "batchPlace": "chosen anew at each step", "slot": "the store's: where files go",
  ]

  static let ofTrainer = [
    "lanes": "state", "nextLane": "state", "sessionStep": "state", "ends": "state",
    "removed": "state", "onClosing": "who listens",
    "clock": "its seconds are in the state",
    "preset": "what the run is made from", "dataset": "what the run is made from",
    "orders": "follow from seed and epoch", "stepBatches": "filled anew at each step",
    "batchesInUse": "counted anew at each step", "scoring": "follows from the data",
    "standingRule": "follows from the data", "plan": "follows from preset and data",
    "gradientEvery": "follows from the data", "settings": "a table",
    "offeredSettings": "follow from the data", "augmenter": "follows from seed and data",
    "classWeighting": "follows from the data",
    "pool": "threads", "diagnosticsCost": "readings of the clock",
    "stop": "a request to this process",
    "store": "where files go", "isAttended": "whether somebody is there", "onEvent": "who listens",
    "undo": "of this process: a run that goes on has no states", "commands": "of this process",
    "keptStates": "follows from who can ask",
    "onReturn": "who listens",
    "answering": "between a command and its answer", "passes": "within a step",
    "working": "within a step",
  ]

  static let ofDriver = [
    "own": "state", "trainer": "its parts are listed of their own", "mailbox": "who watches",
    "threads": "of this process", "listeners": "who listens",
    "$__lazy_storage_$_info": "follows from preset and data",
    "recorder": "made anew from the record", "archive": "where files go",
    "onLine": "who listens",
    "kept": "the last checkpoint, of this process", "stopBy": "at the end only",
    "stopFrom": "at the end only", "inbox": "who asks from other processes",
    "newestRequests": "of this start of the run", "lastShown": "a reading of the clock",
    "wasCutShort": "at the end only",
    "answered": "of this screen's commands", "paceClock": "the clock", "clock": "the clock",
    "lastPublished": "a reading of the clock", "alerts": "of this process' disk",
    "unsaved": "at the end only",
  ]
}
