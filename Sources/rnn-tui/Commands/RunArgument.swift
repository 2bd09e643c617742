import Datasets
import Foundation
import Training

/// The meaning of the first argument of `train`, `data` and `sweep`: a preset where it is one, else a file
/// of data.
struct RunArgument {
  private(set) var preset: String?
  private(set) var data: String?

  /// - Parameters:
  ///   - word: a bare word is a preset first; it is a file where it has a slash or an ending, or no
  ///     preset has the name and there is such a file.
  ///   - data: of `--data`.
  /// - Throws: where the file is a model or a run, with what is to be done with it; or is named twice.
  init(_ word: String?, data: String?, _ library: PresetLibrary) throws {
    self.data = data
    guard let word else { return }
    let isPreset =
      [".yaml", ".yml"].contains(where: word.hasSuffix)
      || (!word.contains("/") && library.names.contains(word))
    let isFile = access(word, F_OK) == 0
    let looksLikeFile = word.contains("/") || word.dropFirst().contains(".")
    guard !isPreset, isFile || looksLikeFile else {
      preset = word
      return
    }
    try Self.refuseOthers(word)
    if let data {
      throw Failure.badData(
        "\(escaped(word, limit: 400)) is a file of data, and --data names another one "
          + "(\(escaped(data, limit: 400))); name one of them")
    }
    self.data = word
  }

  /// Looks at no more than a header: data may be of any size.
  private static func hasModelHeader(_ path: String) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
    return (try? TensorFile.metadata(of: path))?[ModelFile.architectureKey] != nil
  }

  /// Throws for what was saved by a run.
  private static func refuseOthers(_ path: String) throws {
    let name = escaped(path, limit: 400)
    func command(_ words: String...) -> String { shellLine([Arguments.program] + words) }
    if access("\(path)/\(RunManifest.file)", F_OK) == 0 {
      throw Failure.badData("\(name) is a run; to go on with it: " + command("resume", path))
    }
    guard path.hasSuffix(".safetensors") || hasModelHeader(path) else {
      return
    }
    let model: ModelFile
    do { model = try ModelFile(contentsOf: path) } catch { throw Failure.badData("\(error)") }
    throw Failure.badData(
      "\(name) is a trained model (\(model.architecture.cell)); to score it: "
        + command("evaluate", path) + "; to use it: "
        + command("predict", path, "--data", "FILE") + ", or for a model of text: "
        + command("generate", path)
        + "; to train on from its weights: --set model.from=\(shellQuoted(path))")
  }
}
