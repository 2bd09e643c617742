import Datasets
import Training

/// The presets in groups, as `rnn-tui presets` prints them.
struct PresetList {
  enum Group: String, CaseIterable {
    case start = "start here"
    case tasks, series, text, sequences
    /// Those that the program does not bring.
    case yours

    /// In the order in which one would try them.
    var names: [String] {
      switch self {
      case .start: ["compare", "vanishing", "exploding", "overfit", "sunspots", "charlm"]
      case .tasks:
        [
          "reach", "minimal", "copy", "temporal_order", "parity", "majority", "echo",
          "bracket_depth", "brackets", "reber", "sort", "reverse",
        ]
      case .series: ["sines", "mackey_glass", "lorenz", "ar2", "anomalies"]
      case .text: ["spam", "dates", "backwards", "calculate", "translate"]
      case .sequences:
        ["sequences", "digits", "tones", "spoken", "dial", "plates", "tagged", "spans"]
      case .yours: []
      }
    }
  }

  let listings: [PresetLibrary.Listing]

  /// Groups that have any.
  var groups: [(group: Group, listings: [PresetLibrary.Listing])] {
    let known = Set(Group.allCases.flatMap(\.names))
    return Group.allCases.map { group in
      let ours = group.names.compactMap { name in listings.first { $0.name == name } }
      return (group, group == .yours ? listings.filter { !known.contains($0.name) } : ours)
    }.filter { !$0.listings.isEmpty }
  }

  var text: String {
    let width = listings.map { escaped($0.name).count }.max() ?? 0
    return groups.map { group, listings in
      group.rawValue + "\n" + listings.map { line($0, group, width) + "\n" }.joined()
    }.joined(separator: "\n")
  }

  private func line(_ listing: PresetLibrary.Listing, _ group: Group, _ width: Int) -> String {
    let name = escaped(listing.name)
    let padding = String(repeating: " ", count: width - name.count)
    let said: String
    if let error = listing.error {
      said = "cannot be used: \(error)"
    } else {
      let place = listing.file.map { "  (\(escaped($0, limit: 400)))" } ?? ""
      said = escaped(listing.title, limit: 200) + (group == .yours ? place : "")
    }
    return "  \(name)\(padding)  \(said)"
  }
}
