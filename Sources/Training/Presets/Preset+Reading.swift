extension Preset {
  /// Reads the file at `path`. Errors name the file and the line.
  package init(contentsOf path: String) throws(PresetError) {
    let text = try PresetText.read(file: path)
    try self.init(yaml: text, name: Self.name(ofFile: path), file: path)
  }

  /// Reads a preset from text; errors call it `file`.
  package init(yaml: String, name: String, file: String?) throws(PresetError) {
    let shown = file ?? name
    let place: @Sendable (Int) -> PresetPlace = { .file(shown, line: $0) }
    guard let root = try PresetText.parse(yaml, place: place) else { throw .empty(file: shown) }
    self = try PresetReader(place: place).preset(root, name: name, file: file)
  }

  /// The last part of a path without its ending.
  static func name(ofFile path: String) -> String {
    let last = path.split(separator: "/").last.map(String.init) ?? path
    for ending in PresetLibrary.endings where last.hasSuffix(ending) && last != ending {
      return String(last.dropLast(ending.count))
    }
    return last
  }
}
