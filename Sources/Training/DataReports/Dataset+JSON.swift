import Datasets
import Foundation

extension Dataset {
  /// What prepared the data, as a model file keeps it.
  func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return String(decoding: try encoder.encode(description), as: UTF8.self)
  }
}
