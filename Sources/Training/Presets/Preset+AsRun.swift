import Datasets
import Foundation

extension Preset {
  /// The preset as it is run, with full paths: it can be loaded from another folder.
  package var asRun: Preset {
    var preset = self
    let files = DataFiles(folders: dataFolders)
    func whole(_ name: String) -> String {
      guard let path = try? files.path(of: name) else { return name }
      return path.hasPrefix("/")
        ? path : FileManager.default.currentDirectoryPath + "/" + path
    }
    preset.data.file = data.file.map(whole)
    preset.data.targetFiles = data.targetFiles.map(whole)
    preset.data.validationFile = data.validationFile.map(whole)
    preset.data.testFile = data.testFile.map(whole)
    preset.common.model.from = common.model.from.map(whole)
    for lane in preset.lanes.indices {
      preset.lanes[lane].model.from = lanes[lane].model.from.map(whole)
    }
    return preset
  }
}
