import Datasets
import Foundation

/// Where presets are found.
package struct PresetLibrary: Sendable {
  static let endings = [".yaml", ".yml"]

  /// Searched in this order.
  package var folders: [String]
  package init(folders: [String]) { self.folders = folders }
}
