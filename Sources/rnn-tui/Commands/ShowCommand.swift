import ArgumentParser
import Training

struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Print a preset with every default filled in, as YAML that can be loaded again.")

  @Argument(help: "A preset's name or file.", completion: .presets) var preset: String?
  @Flag(help: "List every key: type, default, meaning, allowed values.") var keys = false
  @Option(
    name: .customLong("set"), help: "Override a key, as KEY=VALUE; may be repeated.",
    completion: .settings)
  var sets: [String] = []

  func validate() throws {
    if keys == (preset != nil) {
      throw ValidationError("show needs either a preset or --keys")
    }
    if keys, !sets.isEmpty { throw ValidationError("--set needs a preset") }
  }

  func run() throws {
    guard let preset else {
      print(PresetKeys.table, terminator: "")
      return
    }
    var overrides = PresetOverrides()
    overrides.sets = sets
    do throws(PresetError) {
      let found = try PresetLibrary.standard().load(preset)
      print(PresetWriter.yaml(try overrides.apply(to: found)), terminator: "")
    } catch {
      throw Failure.badData(error.description)
    }
  }
}
