import Datasets
import Foundation
import Testing
import Training

/// Labelled and tagged sequences from each kind of file: what is easy is learned within seconds, and
/// beats every trivial predictor.
@Suite struct SequenceTrainingTests {
  private let scratch: Scratch
  init() throws { scratch = try Scratch() }

  /// Whether the first of 3 to 6 numbers is above 0 is the class; the others are noise.
  private static func sequence(_ number: Int) -> (values: [Float], isHigh: Bool) {
    var random = SeededRandom(seed: UInt64(number))
    let values = (0..<(3 + number % 4)).map { _ in SeededRandom.unit(random.next()) * 2 - 1 }
    return (values, values[0] > 0)
  }

  private func longTable() throws -> String {
    var text = "id,label,v\n"
    for number in 0..<240 {
      let (values, isHigh) = Self.sequence(number)
      for value in values { text += "\(number),\(isHigh ? "high" : "low"),\(value)\n" }
    }
    return try scratch.write("long.csv", text.utf8)
  }

  private func folder() throws -> String {
    for name in ["high", "low"] {
      try FileManager.default.createDirectory(
        atPath: scratch.file("folder/" + name), withIntermediateDirectories: true)
    }
    for number in 0..<240 {
      let (values, isHigh) = Self.sequence(number)
      _ = try scratch.write(
        "folder/\(isHigh ? "high" : "low")/\(number).csv",
        ("v\n" + values.map { "\($0)\n" }.joined()).utf8)
    }
    return scratch.file("folder")
  }

  /// Padded with NaN behind the end.
  private func arrays() throws -> String {
    func array(_ type: String, _ shape: String, _ data: [UInt8]) -> [UInt8] {
      let text = Array(
        "{'descr': '\(type)', 'fortran_order': False, 'shape': (\(shape))}\n".utf8)
      return [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0, UInt8(text.count), 0] + text + data
    }
    var values: [UInt8] = []
    var classes: [UInt8] = []
    for number in 0..<240 {
      let (own, isHigh) = Self.sequence(number)
      classes.append(isHigh ? 1 : 0)
      for step in 0..<6 {
        let bits = (step < own.count ? own[step] : .nan).bitPattern
        values += (0..<4).map { UInt8(truncatingIfNeeded: bits >> ($0 * 8)) }
      }
    }
    _ = try scratch.write("y.npy", array("|u1", "240,", classes))
    return try scratch.write("X.npy", array("<f4", "240, 6, 1", values))
  }

  /// The tag of "b" is that of the word before it, two steps of memory at most.
  private func lines() throws -> String {
    var random = SeededRandom(seed: 1)
    let text = (0..<240).map { _ in
      let kind = random.chance(0.5) ? ("x", "X") : ("y", "Y")
      let words = [kind] + (0..<(1 + random.index(below: 3))).map { _ in ("b", kind.1) }
      return words.map { "\($0)\t\($1)\n" }.joined()
    }
    return try scratch.write("lines.tsv", text.joined(separator: "\n").utf8)
  }

  /// A tag for each row: whether the number before was above 0.
  private func taggedTable() throws -> String {
    var random = SeededRandom(seed: 2)
    var text = "sequence,v,tag\n"
    for number in 0..<120 {
      var before: Float = 0
      for _ in 0..<6 {
        let value = SeededRandom.unit(random.next()) * 2 - 1
        text += "\(number),\(value),\(before > 0 ? "up" : "down")\n"
        before = value
      }
    }
    return try scratch.write("tagged.csv", text.utf8)
  }

  enum Kind: CaseIterable { case longTable, folder, arrays, lines, taggedTable }

  @Test(arguments: Kind.allCases) func whatIsEasyIsLearned(_ kind: Kind) throws {
    let file =
      switch kind {
      case .longTable: try longTable()
      case .folder: try folder()
      case .arrays: try arrays()
      case .lines: try lines()
      case .taggedTable: try taggedTable()
      }
    let data = try loadDataset(DataConfiguration(file: file), relativeTo: []) { _ in }
    #expect(data.source == (kind == .lines || kind == .taggedTable ? "tagged" : "sequences"))
    let session = try SmallSession(
      data, ["gru"],
      training: {
        $0.batch = 16
        $0.maxEpochs = 40
      },
      lane: {
        $0.model.hidden = [12]
        $0.training.learningRate = 0.02
        $0.earlyStopping.on = false
      })
    session.steps(40 * (data.training.count + 15) / 16 + 40)
    let accuracy = try #require(session.testAccuracy)
    for baseline in data.baselines {
      #expect(accuracy > 0.9 && accuracy > baseline.testMetrics[0].value + 0.1)
    }
  }
}

extension SmallSession {
  /// Of the first lane, once it has ended.
  fileprivate var testAccuracy: Double? {
    events.compactMap(\.ended).first?.testMetrics["accuracy"]
  }
}
