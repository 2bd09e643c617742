import ArgumentParser
import Foundation
import Training

struct PresetsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "presets", abstract: "The presets, one line each.")

  @Flag(help: "One JSON array: name, title, about, file; error where one cannot be used.")
  var json = false

  func run() throws {
    let listings = PresetLibrary.standard().listings
    if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      print(String(decoding: try encoder.encode(listings), as: UTF8.self))
      return
    }
    let width = listings.map { visible($0.name).count }.max() ?? 0
    for listing in listings {
      let name = visible(listing.name)
      let padding = String(repeating: " ", count: width - name.count)
      if let error = listing.error {
        print("\(name)\(padding)  cannot be used: \(error)")
      } else {
        let place = listing.file.map(visible) ?? "in the program itself"
        print("\(name)\(padding)  \(visible(listing.title))  (\(place))")
      }
    }
  }
}
