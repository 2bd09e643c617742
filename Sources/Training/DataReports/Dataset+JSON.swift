import Datasets
import Foundation

extension Dataset {
  /// The data preparation, as a model file stores it.
  func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return String(decoding: try encoder.encode(description), as: UTF8.self)
  }
}
