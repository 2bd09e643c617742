import Datasets
import Foundation
import Training

/// The meaning of the first argument of `train`, `data` and `sweep`: a preset if it is one, else a
/// data file.
struct RunArgument {
  private(set) var preset: String?
  private(set) var data: String?

  /// - Parameters:
  ///   - word: a bare word is a preset first; it is a file if it has a slash or an extension, or if
  ///     no preset has the name and such a file exists.
  ///   - data: the value of `--data`.
  /// - Throws: if the file is a model or a run, with the command to use; or if two files are given.
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
        "\(escaped(word, limit: 400)) is a data file, and --data names another one "
          + "(\(escaped(data, limit: 400))); give only one")
    }
    self.data = word
  }

  /// Reads only the header: data may be of any size.
  private static func hasModelHeader(_ path: String) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
    return (try? TensorFile.metadata(of: path))?[ModelFile.architectureKey] != nil
  }

  /// Throws for files and folders that a run saved.
  private static func refuseOthers(_ path: String) throws {
    let name = escaped(path, limit: 400)
    func command(_ words: String...) -> String { shellLine([ProgramArguments.program] + words) }
    if access("\(path)/\(RunFiles.manifest)", F_OK) == 0 {
      throw Failure.badData("\(name) is a run; to continue it: " + command("resume", path))
    }
    guard path.hasSuffix(".safetensors") || hasModelHeader(path) else {
      return
    }
    let model: ModelFile
    do { model = try ModelFile(contentsOf: path) } catch { throw Failure.badData("\(error)") }
    throw Failure.badData(
      "\(name) is a trained model (\(model.architecture.cell)); to score it: "
        + command("evaluate", path) + "; to use it: "
        + command("predict", path, "--data", "FILE") + ", or for text: "
        + command("generate", path)
        + "; to start training from its weights: --set model.from=\(shellQuoted(path))")
  }
}
