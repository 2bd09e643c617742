import ArgumentParser
import Datasets
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
    let width = listings.map { escaped($0.name).count }.max() ?? 0
    for listing in listings {
      let name = escaped(listing.name)
      let padding = String(repeating: " ", count: width - name.count)
      if let error = listing.error {
        print("\(name)\(padding)  cannot be used: \(error)")
      } else {
        let place = listing.file.map { escaped($0, limit: 400) } ?? "in the program itself"
        print("\(name)\(padding)  \(escaped(listing.title, limit: 200))  (\(place))")
      }
    }
  }
}
