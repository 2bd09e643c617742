import ArgumentParser
import Foundation
import Training

struct PresetsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "presets", abstract: "List the presets, in groups.")

  @Flag(help: "Print one JSON array: name, title, about, file, and for a broken preset error.")
  var json = false

  func run() throws {
    let listings = PresetLibrary.standard().listings
    if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      print(String(decoding: try encoder.encode(listings), as: UTF8.self))
      return
    }
    print(PresetList(listings: listings).text, terminator: "")
  }
}
