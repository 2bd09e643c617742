/// Collects the features of sounds into a table of sequences.
struct SoundTable {
  let settings: SoundSettings
  let rate: Int
  /// [bands + 2] in Hz.
  let edges: [Double]
  private var names: [String] = []
  private var starts = [0]
  /// [bands][frames]
  private var columns: [[Double]]
  private var labels: [String?] = []
  private var seconds: [Double] = []
  private var silentFrames = 0

  init(_ settings: SoundSettings, rate: Int, edges: [Double]) {
    (self.settings, self.rate, self.edges) = (settings, rate, edges)
    columns = Array(repeating: [], count: settings.bands)
  }

  /// Bytes that a frame takes on its way into examples: as read, on its way through the preparation,
  /// and as fed.
  static func bytesOfFrame(bands: Int) -> Double { Double(bands) * (8 + 8 + 4) }

  /// - Parameter values: [frames, bands], in decibels.
  mutating func append(
    _ name: String, label: String?, values: [Float], seconds: Double, silentFrames: Int
  ) {
    let bands = columns.count
    for band in 0..<bands {
      for frame in 0..<(values.count / bands) {
        columns[band].append(Double(values[frame * bands + band]))
      }
    }
    names.append(name)
    labels.append(label)
    starts.append(starts[starts.count - 1] + values.count / bands)
    self.seconds.append(seconds)
    self.silentFrames += silentFrames
  }

  var count: Int { names.count }

  private var facts: SoundFacts {
    SoundFacts(
      settings: settings, rate: rate, shortest: seconds.min() ?? 0, longest: seconds.max() ?? 0,
      frames: starts[starts.count - 1], silentFrames: silentFrames, edges: edges)
  }

  /// The table of what was collected; its columns are given up.
  ///
  /// - Parameter layout: "folder", "generated".
  mutating func finish(file: String, layout: String, notes: [String]) -> SequenceTable {
    var table = SequenceTable(
      file: file, layout: layout, ids: names, starts: starts, columns: [], everyStep: false,
      roles: SequenceRoles())
    let facts = facts
    let names = SoundFacts.inputs(facts)
    for band in columns.indices {
      table.columns.append(
        .init(
          name: names[band], reference: "band \(band + 1)",
          content: .numbers(columns[band]), missing: 0))
      columns[band] = []
    }
    if labels.contains(where: { $0 != nil }) {
      var kinds: [String: Int32] = [:]
      var order: [String] = []
      let codes = labels.map { label -> Int32 in
        guard let label else { return -1 }
        if let code = kinds[label] { return code }
        kinds[label] = Int32(order.count)
        order.append(label)
        return Int32(order.count - 1)
      }
      table.labels = .init(
        column: "label", names: order, codes: codes, lines: order.map { _ in 0 })
    }
    table.sound = facts
    table.notes = facts.notes + notes
    return table
  }
}
