import Dashboard
import Datasets
import Foundation
import Telemetry
import Testing
import Training

/// What word, sentence, map and table say of a preset's lanes is one story.
@Suite struct PresetStoryTests {
  private struct Run {
    let trainer: Trainer
    let info: SessionInfo

    init(_ name: String) throws {
      let preset = try PresetLibrary.standard().load(name)
      let data = try loadDataset(preset.data, relativeTo: preset.dataFolders) { _ in }
      trainer = try Trainer(preset, data, threads: 2)
      info = trainer.sessionInfo(threads: 2)
    }

    func steps(_ count: Int) { for _ in 0..<count where !trainer.hasEnded { trainer.step() } }

    func state(_ columns: Int, _ rows: Int) -> State {
      var state = State(
        size: Size(columns: columns, rows: rows),
        capabilities: Capabilities(colors: .full, unicode: true), presets: [])
      let phase: SessionPhase = trainer.hasEnded ? .done : .training
      state.snapshot = SessionSnapshot(phase: phase, info: info, lanes: trainer.laneSnapshots())
      state.showsBanner = false
      return state
    }

    func text(_ columns: Int, _ rows: Int) -> String {
      let screen = render(state(columns, rows))
      return (0..<rows).map { row in
        String(
          String.UnicodeScalarView((0..<columns).map { screen[$0, row].scalar }))
      }.joined(separator: "\n")
    }

    func lane(_ name: String) throws -> LaneSnapshot {
      try #require(trainer.laneSnapshots().first { $0.info.name == name })
    }
  }

  private static var presets: [String] {
    PresetLibrary.standard().names.filter { $0 != "spoken" || SoundSupport.isBuilt }
  }

  @Test(arguments: presets) func oneStory(_ name: String) throws {
    let run = try Run(name)
    defer { run.trainer.close() }
    run.steps(16)
    let (large, small) = (run.text(120, 36), run.text(80, 24))
    for lane in run.trainer.laneSnapshots() {
      let gradient = lane.gradients[try #require(lane.gradients.shortestReach)]
      let reach = gradient.reach
      let word = try #require(reach.word)
      // The sentence under the map, and the table, hold the count that the word follows from.
      let sentences = Set((16...60).map { ReachSentence.text(reach, width: $0) })
      #expect(sentences.contains { large.contains($0) }, "\(lane.info.name): \(sentences)")
      #expect(small.contains("\(reach.reaches)/\(reach.of)"), "\(lane.info.name)")
      let share = Double(reach.reaches) / Double(reach.of)
      switch word {
      case .reachesBack: #expect(share > 2.0 / 3)
      case .fading: #expect(share >= 1.0 / 3 && share <= 2.0 / 3)
      case .vanishing: #expect(share < 1.0 / 3)
      case .exploding: #expect(reach.growth > Reach.explodes || !reach.isFinite)
      case .direct: #expect(reach.isDirect)
      case .zero: #expect(reach.isZero)
      }
      // So does one of the map's five newest rows: nearly all of the steps that are reached hold 1 %.
      guard reach.of == gradient.map.columns, reach.isFinite, reach.reaches > 0 else { continue }
      let newest = (0..<gradient.map.count).suffix(5)
      #expect(
        newest.contains { row in
          let held = (0..<reach.reaches).count { distance in
            let level = gradient.map.level(row: row, column: reach.of - 1 - distance)
            return NormLevel.log10(level).map { $0 >= -2.05 } ?? false
          }
          return Double(held) >= 0.9 * Double(reach.reaches) - 1
        })
    }
  }

  /// The flagship: the plain RNN's gradient dies on its way, those of the gated cells do not.
  @Test func vanishing() throws {
    let run = try Run("vanishing")
    defer { run.trainer.close() }
    for step in [300, 600, 900, 1200, 1500, 1800, 2100, 2400] {
      run.steps(300)
      let rnn = try run.lane("rnn").gradients[0].reach
      #expect(rnn.word == .vanishing, "rnn at \(step): \(rnn.reaches)")
      for name in ["lstm", "gru"] {
        let reach = try run.lane(name).gradients[0].reach
        #expect(reach.reaches > 100 && reach.of == 150, "\(name) at \(step): \(reach.reaches)")
      }
    }
  }

  /// It exploded, when and how much stays known; the lane beside it is left alone.
  @Test func exploding() throws {
    let run = try Run("exploding")
    defer { run.trainer.close() }
    run.steps(12)
    let sick = try run.lane("gain 2")
    let explosion = try #require(sick.explosion)
    #expect(explosion.isRecent && explosion.step <= 5 && explosion.norm > 100)
    #expect(sick.suspects.map(\.kind) == [.exploding])
    #expect(run.text(120, 36).contains("exploded at step \(explosion.step)"))
    #expect(try run.lane("gain 1").explosion == nil)
    // With clipping on, and started afresh, it does not.
    run.trainer.apply(.all, .set(key: "regularizers.clip", value: "on"))
    run.trainer.apply(.all, .restart)
    run.steps(12)
    #expect(try run.lane("gain 2").explosion == nil)
    #expect(!run.text(120, 36).contains("exploded"))
  }
}
