import Datasets
import Foundation
import Training

/// The presets folder of this package.
let presetsFolder = URL(fileURLWithPath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent().appendingPathComponent("presets").path

let presetFiles = [
  "anomalies", "ar2", "backwards", "bracket_depth", "brackets", "calculate", "charlm", "compare",
  "copy", "dates", "dial", "digits", "echo", "exploding", "lorenz", "mackey_glass", "majority",
  "minimal", "overfit", "parity", "plates", "reach", "reber", "reverse", "sequences", "sines",
  "sort", "spam", "spans", "spoken", "sunspots", "tagged", "temporal_order", "tones", "translate",
  "vanishing",
]

/// Those whose data this build can make; `spoken` needs the libraries of sound.
let presetsToRun = presetFiles.filter { $0 != "spoken" || SoundSupport.isBuilt }

/// A preset from text, or the text of its error.
func read(_ yaml: String) -> Result<Preset, PresetError> {
  Result { () throws(PresetError) in try Preset(yaml: yaml, name: "p", file: "p.yaml") }
}

func message(_ yaml: String) -> String {
  switch read(yaml) {
  case .success: "no error"
  case .failure(let error): error.description
  }
}

/// Without where it came from.
func content(_ preset: Preset) -> Preset {
  var preset = preset
  preset.name = ""
  preset.file = nil
  preset.dataFolders = []
  return preset
}

/// A new folder, removed after `body`.
func withTemporaryFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
  let folder = NSTemporaryDirectory() + "presets-" + UUID().uuidString
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  return try body(folder)
}

func write(_ text: String, to path: String) throws {
  try FileManager.default.createDirectory(
    atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
  try Data(text.utf8).write(to: URL(fileURLWithPath: path))
}

extension PresetKey {
  /// What a lane has to be for the key to have an effect, as `--set` says it.
  var needs: [String] {
    switch path {
    case "model.activation": ["model.cell=rnn"]
    case "model.leaky_slope": ["model.cell=rnn", "model.activation=leaky_relu"]
    case "model.peephole": ["model.cell=lstm"]
    case "model.reset": ["model.cell=gru"]
    case "model.context": ["model.cell=two_stage"]
    case "model.convolution.width", "model.convolution.stride", "model.convolution.layers",
      "model.convolution.causal":
      ["model.cell=gru", "model.convolution.channels=4"]
    case "training.scheduled_sampling.steps", "training.scheduled_sampling.least":
      ["model.cell=gru", "training.scheduled_sampling=linear"]
    default: []
    }
  }

  /// Values that the key must take, in YAML, made from what it says is allowed.
  var samples: [String] {
    if path == "lanes" { return ["[{cell: gru}]"] }
    var samples: [String] = []
    let words = allowed.components(separatedBy: ", ")
    for word in words {
      let word = word.hasPrefix("or ") ? String(word.dropFirst(3)) : word
      if let ends = word.wholeMatch(of: /([-0-9.e]+) to ([-0-9.e]+)/) {
        samples += [String(ends.1), String(ends.2)]
      } else if type == "name" || ["on", "off", "null", "epoch", "all"].contains(word) {
        samples.append(word)
      }
    }
    switch type {
    case "switch, balanced or numbers":
      return ["on", "off", "balanced", "[1, 0.5]", "[0]", "{spam: 5}", "{\"a, b: c\": 1, 'y': 0}"]
    case "switch or full": samples += ["true", "false", "full"]
    case _ where path == "model.freeze": return ["[]", "[embedding]", "[rnn.0, head]", "attention"]
    case "text", "path", "column": samples += ["words", "\"12: #x\"", "\"null\""]
    case "seconds or {steps: number}": samples += ["0.5", "86400", "{steps: 1}", "{steps: 250}"]
    case "list of 3 numbers": samples += ["[0.5, 0.3, 0.2]"]
    case "all or list of numbers": samples += ["[0]"]
    case _ where type.hasPrefix("list of") && type.hasSuffix("columns") || type.hasSuffix("paths"):
      samples += ["[a, \"b, c\"]", "[]", "a"]
    case _ where type.hasPrefix("list of") && type.hasSuffix("whole numbers"):
      samples += ["[8]", "[8, 16]", "8"]
    case _ where type.hasPrefix("list of") && type.hasSuffix("names"):
      samples += [String(defaultText), defaultText.components(separatedBy: ", ")[0] + "]"]
    default: break
    }
    return samples
  }
}
