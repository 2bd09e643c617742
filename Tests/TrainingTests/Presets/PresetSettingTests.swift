import Testing
import Training

struct PresetSettingTests {
  @Test func commandsChangeALane() throws {
    var lane = LaneConfiguration(name: "a")
    try PresetKeys.set("regularizers.dropout", to: "0.5", in: &lane)
    #expect(PresetKeys.value("regularizers.dropout", in: lane) == "0.5")
    try PresetKeys.set("regularizers.dropout", to: "off", in: &lane)
    #expect(PresetKeys.value("regularizers.dropout.on", in: lane) == "off")
    #expect(PresetKeys.value("regularizers.dropout.strength", in: lane) == "0.5")
    #expect(throws: PresetError.self) { try PresetKeys.set("training.batch", to: "3", in: &lane) }
    #expect(throws: PresetError.self) { try PresetKeys.set("early_stopping", to: "3", in: &lane) }
  }

  @Test func scheduledSettingsAreRead() throws {
    let setting = try ScheduledRequest("500:regularizers.clip=on")
    #expect(setting.step == 500)
    #expect(setting.request == SessionRequest(.set(key: "regularizers.clip", value: "on")))
    for text in [
      "lstm:regularizers.clip=0.5", "a:b:early_stopping=off", "training.learning_rate+",
      "gru:training.learning_rate-", "rnn:restart", "restart", "cells=rnn,gru", "pause", "resume",
      "step", "slower", "faster", "stop", "undo", "lstm:undo", "redo", "a:redo", "rewind",
      "rewind 3",
      "gru:rewind 12",
      "a=b:restart", "a=b:regularizers.clip=on", "x:regularizers.l2={strength: 0.1}",
    ] {
      #expect(SessionRequest(text)?.text == text)
    }
    for text in [
      "", ":restart", "lstm:stop", "lstm:pause", "start", "+", "=on", "lstm:", "rewind 0",
      "rewind -1", "rewind x", "undo 2",
    ] {
      #expect(SessionRequest(text) == nil, "\(text)")
    }
  }

  static let bad = [
    ("regularizers.clip=on", "--at regularizers.clip=on: STEP:KEY=VALUE is needed"),
    ("x:regularizers.clip=on", "the step has to be a whole number from 0 on"),
    ("-1:regularizers.clip=on", "the step has to be a whole number from 0 on"),
    ("5:regularizers.clip", "KEY=VALUE is needed"),
    ("5:training.batch=3", "training.batch: cannot change while training; allowed: training.l"),
    ("5:regularizers.clip=x", "--at 5:regularizers.clip=x: regularizers.clip: x is not a switch"),
    ("5:regularizers.clap=on", "did you mean regularizers.clip?"),
    ("99999999999999999999:regularizers.clip=on", "the step has to be a whole number"),
  ]

  @Test(arguments: bad)
  func badScheduledRequests(text: String, expected: String) {
    let error = #expect(throws: PresetError.self) { try ScheduledRequest(text) }
    #expect(error?.description.contains(expected) == true, "\(error?.description ?? "")")
  }
}
