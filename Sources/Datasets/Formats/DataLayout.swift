/// Where the steps of a sequence are in a file.
package enum DataLayout: String, Sendable, CaseIterable, Codable {
  /// A table with a step a row.
  case long
  /// A table with one sequence per row.
  case wide
  /// An array [N, T, I].
  case stepsChannels = "steps_channels"
  /// An array [N, I, T].
  case channelsSteps = "channels_steps"

  /// Throws if a file of the other kind is read.
  func refuse(ofArrays: Bool, with what: String, file: String) throws(DatasetError) {
    if isOfArrays == ofArrays {
      throw .sequences(file: file, .keyNotUsed(key: "data.layout \(rawValue)", with: what))
    }
  }

  var isOfArrays: Bool { self == .stepsChannels || self == .channelsSteps }
}
