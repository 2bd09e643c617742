import Datasets
import Foundation

/// The folders that hold presets.
package struct PresetLibrary: Sendable {
  static let endings = [".yaml", ".yml"]
  /// Available with nothing on disk.
  package static let embedded = ["compare": EmbeddedPresets.compare]

  /// Searched in this order.
  package var folders: [String]

  package init(folders: [String]) { self.folders = folders }

  /// The folders of the documentation: `./presets`, `$RNN_TUI_PRESETS`,
  /// `$XDG_DATA_HOME/rnn-tui/presets`, and that of the package that the executable was built from.
  package static func standard(
    environment: [String: String] = ProcessInfo.processInfo.environment,
    executable: String? = ExecutableFile.path, source: String = #filePath
  ) -> PresetLibrary {
    var folders = ["presets"]
    if let given = environment["RNN_TUI_PRESETS"], !given.isEmpty { folders.append(given) }
    // Its specification says to ignore a relative XDG_DATA_HOME.
    if let data = environment["XDG_DATA_HOME"], data.hasPrefix("/") {
      folders.append(data + "/rnn-tui/presets")
    } else if let home = environment["HOME"], home.hasPrefix("/") {
      folders.append(home + "/.local/share/rnn-tui/presets")
    }
    // Installed: PREFIX/bin/rnn-tui and PREFIX/share/rnn-tui/presets.
    if let executable {
      let prefix = URL(fileURLWithPath: executable).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent()
      let shared = prefix.path + "/share/rnn-tui/presets"
      if access(shared, F_OK) == 0 { folders.append(shared) }
    }
    for start in [executable, source] {
      if let folder = start.flatMap(packagePresets(above:)), !folders.contains(folder) {
        folders.append(folder)
      }
    }
    return PresetLibrary(folders: folders)
  }

  /// The presets folder next to the nearest `Package.swift` above a file.
  private static func packagePresets(above file: String) -> String? {
    var folder = URL(fileURLWithPath: file).resolvingSymlinksInPath().deletingLastPathComponent()
    while folder.path != "/" {
      if access(folder.path + "/Package.swift", F_OK) == 0 {
        let presets = folder.path + "/presets"
        return access(presets, F_OK) == 0 ? presets : nil
      }
      folder.deleteLastPathComponent()
    }
    return nil
  }

  /// Finds and reads a preset: a path (with / or .yaml or .yml), the name of a file in the folders,
  /// or an embedded preset.
  package func load(_ name: String) throws(PresetError) -> Preset {
    if name.contains("/") || Self.endings.contains(where: name.hasSuffix) {
      do throws(PresetError) {
        return try located(Preset(contentsOf: name))
      } catch .missingFile where !name.contains("/") {
        throw notFound(name)
      }
    }
    if let file = file(of: name) { return try located(Preset(contentsOf: file)) }
    if let yaml = Self.embedded[name] {
      return try located(Preset(yaml: yaml, name: name, file: nil))
    }
    throw notFound(name)
  }

  /// The preset that a command line asks for: by name, else by the kind of data, else `compare`.
  /// `PresetOverrides` adds the file.
  package func preset(_ name: String?, for overrides: PresetOverrides) throws -> Preset {
    if let name { return try load(name) }
    let asked = overrides.asked
    guard asked.file != nil else { return try load("compare") }
    let name = try Self.presetName(for: asked, loss: overrides.loss)
    return try self.file(of: name) == nil ? load("compare") : load(name)
  }

  /// The preset that suits a file, by the source that will read it or by its content.
  package static func presetName(
    for asked: DataConfiguration, loss: ModelLoss? = nil
  ) throws(DatasetError) -> String {
    let source =
      if let source = asked.source { source } else {
        try recognise(asked, relativeTo: ["."]).source
      }
    return switch source {
    case SeriesSource.name: "sunspots"
    case LabelledTextSource.name: "spam"
    case SequencesSource.name: "sequences"
    case TaggedSource.name: "tagged"
    case SoundsSource.name: "spoken"
    case TranscriptsSource.name: "dial"
    // The lanes of `translate` have decoders.
    case PairsSource.name where loss == .ctc: "dial"
    case PairsSource.name: "translate"
    default: "charlm"
    }
  }

  /// Where the preset's data files start: its own folder, then every presets folder, and the `data`
  /// in each.
  private func located(_ preset: Preset) -> Preset {
    var preset = preset
    preset.dataFolders = dataFolders(ofPresetIn: preset.file)
    return preset
  }

  /// - Parameter file: of a preset; nil: embedded.
  func dataFolders(ofPresetIn file: String?) -> [String] {
    var starts: [String] = []
    if let file {
      let folder = (file as NSString).deletingLastPathComponent
      starts.append(folder.isEmpty ? "." : folder)
    }
    var found: [String] = []
    for folder in starts + folders where !found.contains(folder) {
      found += [folder, folder + "/data"]
    }
    return found
  }

  private func file(of name: String) -> String? {
    guard !name.isEmpty, !name.utf8.contains(0) else { return nil }
    for folder in folders {
      for ending in Self.endings where access(folder + "/" + name + ending, F_OK) == 0 {
        return folder + "/" + name + ending
      }
    }
    return nil
  }

  private func notFound(_ name: String) -> PresetError {
    let existing = names
    let places = folders + ["the program itself"]
    return .notFound(
      name: name, places: places, existing: existing, nearest: nearest(to: name, among: existing))
  }

  /// All names, sorted.
  package var names: [String] {
    var names = Set(Self.embedded.keys)
    for folder in folders {
      let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      for file in files where !file.hasPrefix(".") && Self.endings.contains(where: file.hasSuffix) {
        names.insert(Preset.name(ofFile: file))
      }
    }
    return names.sorted()
  }

  /// One line of the list of presets.
  package struct Listing: Sendable, Equatable, Encodable {
    package var name: String
    package var title = ""
    package var about = ""
    /// Absent: embedded in the program.
    package var file: String?
    /// Why it cannot be used.
    package var error: String?
  }

  /// All presets; broken ones with their error.
  package var listings: [Listing] {
    names.map { name in
      do throws(PresetError) {
        let preset = try load(name)
        return Listing(name: name, title: preset.title, about: preset.about, file: preset.file)
      } catch {
        return Listing(name: name, file: file(of: name), error: error.description)
      }
    }
  }
}
