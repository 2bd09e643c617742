import Datasets
import Foundation
import Testing
import Training

struct PresetLibraryTests {
  @Test func theEmbeddedPresetIsTheFile() throws {
    let file = try String(contentsOfFile: presetsFolder + "/compare.yaml", encoding: .utf8)
    #expect(EmbeddedPresets.compare == file)
  }

  @Test func everyFileOfThePackageIsGood() {
    let listings = PresetLibrary(folders: [presetsFolder]).listings
    #expect(listings.map(\.name) == presetFiles)
    for listing in listings {
      #expect(listing.error == nil)
      #expect(!listing.title.isEmpty && listing.about.count > 40)
    }
  }

  @Test(arguments: presetsToRun)
  func everyPresetsDataIsFound(name: String) throws {
    let preset = try PresetLibrary(folders: [presetsFolder]).load(name)
    let data = try loadDataset(preset.data, relativeTo: preset.dataFolders, progress: { _ in })
    #expect(data.training.count >= preset.training.batch)
    // The same from a copy elsewhere, as `show` writes it.
    try withTemporaryFolder { folder in
      try write(PresetWriter.yaml(preset), to: folder + "/copy.yaml")
      let copy = try PresetLibrary(folders: [presetsFolder]).load(folder + "/copy.yaml")
      #expect(throws: Never.self) {
        try loadDataset(copy.data, relativeTo: copy.dataFolders, progress: { _ in })
      }
    }
  }

  @Test func foldersComeInTheirOrder() {
    let all = PresetLibrary.standard(
      environment: ["RNN_TUI_PRESETS": "/a", "XDG_DATA_HOME": "/x", "HOME": "/h"],
      executable: nil)
    #expect(all.folders.prefix(3) == ["presets", "/a", "/x/rnn-tui/presets"])
    #expect(all.folders.dropFirst(3).map { $0 } == [presetsFolder])
    let relative = PresetLibrary.standard(
      environment: ["XDG_DATA_HOME": "x", "HOME": "/h"], executable: nil, source: "/none/x.swift")
    #expect(relative.folders == ["presets", "/h/.local/share/rnn-tui/presets"])
  }

  @Test func theExecutablesPackageIsSearched() throws {
    try withTemporaryFolder { folder in
      try write("", to: folder + "/Package.swift")
      try write("title: x", to: folder + "/presets/mine.yaml")
      let library = PresetLibrary.standard(
        environment: [:], executable: folder + "/.build/triple/release/rnn-tui",
        source: "/none/x.swift")
      #expect(try library.load("mine").title == "x")
    }
  }

  @Test func theFirstFolderWins() throws {
    try withTemporaryFolder { folder in
      try write("title: first", to: folder + "/a/x.yaml")
      try write("title: second", to: folder + "/b/x.yaml")
      try write("title: third", to: folder + "/b/compare.yml")
      let library = PresetLibrary(folders: [folder + "/none", folder + "/a", folder + "/b"])
      #expect(try library.load("x").title == "first")
      #expect(try library.load("compare").title == "third")
      #expect(try library.load(folder + "/b/x.yaml").title == "second")
      #expect(try library.load("x").name == "x")
      let starts = try library.load("x").dataFolders
      #expect(starts.prefix(2) == [folder + "/a", folder + "/a/data"])
      #expect(starts.contains(folder + "/b/data"))
    }
  }

  @Test func compareWorksWithNothingOnDisk() throws {
    let preset = try PresetLibrary(folders: []).load("compare")
    #expect(preset.file == nil)
    #expect(preset.lanes.map(\.name) == ["rnn", "lstm", "gru"])
  }

  @Test func aMissingPresetNamesPlacesAndPresets() throws {
    try withTemporaryFolder { folder in
      try write("title: x", to: folder + "/sunspots.yaml")
      let library = PresetLibrary(folders: [folder])
      for name in ["sunspot", "sunspots.yml", "sun\u{1B}spot"] {
        let error = #expect(throws: PresetError.self) { try library.load(name) }
        let text = error?.description ?? ""
        #expect(text.contains("did you mean sunspots?); presets: compare, sunspots; looked in"))
        #expect(text.contains(folder) && !text.contains("\u{1B}"))
      }
      #expect(throws: PresetError.missingFile(file: "./sunspots")) {
        try library.load("./sunspots")
      }
    }
  }

  @Test func aBrokenPresetIsListedWithItsError() throws {
    try withTemporaryFolder { folder in
      try write("title: x\nnonsense: 1", to: folder + "/bad.yaml")
      try write("title: good", to: folder + "/good.yaml")
      let listings = PresetLibrary(folders: [folder]).listings
      #expect(listings.map(\.name) == ["bad", "compare", "good"])
      #expect(listings[0].error?.contains("bad.yaml, line 2: nonsense: unknown key") == true)
      #expect(listings[2].title == "good" && listings[2].error == nil)
    }
  }

  @Test func dataFilesPickTheirPreset() throws {
    try withTemporaryFolder { folder in
      try write("a,b\n" + String(repeating: "1,2\n", count: 50), to: folder + "/t.txt")
      try write(String(repeating: "Words and more words.\n", count: 9), to: folder + "/w.csv")
      #expect(
        try PresetLibrary.presetName(for: DataConfiguration(file: folder + "/t.txt")) == "sunspots")
      #expect(
        try PresetLibrary.presetName(for: DataConfiguration(file: folder + "/w.csv")) == "charlm")
      try write(String(repeating: "a\tYes I do\nb\tNo, never\n", count: 3), to: folder + "/l.x")
      // Texts that repeat are no texts; but a table is no prose either.
      #expect(throws: DatasetError.self) {
        try PresetLibrary.presetName(for: DataConfiguration(file: folder + "/l.x"))
      }
      let messages = (0..<9).map { "\($0 % 2 == 0 ? "no" : "yes")\tThe text \($0)\n" }.joined()
      try write(messages, to: folder + "/l.txt")
      #expect(
        try PresetLibrary.presetName(for: DataConfiguration(file: folder + "/l.txt")) == "spam")
      try write(
        (0..<60).map { "w\($0) x\($0 % 7),y\($0 % 5)" }.joined(separator: "\n"),
        to: folder + "/p.csv")
      let library = PresetLibrary(folders: [presetsFolder])
      func picked(_ file: String, _ library: PresetLibrary, _ sets: String...) throws -> String {
        var overrides = PresetOverrides()
        (overrides.data, overrides.sets) = (folder + "/" + file, sets)
        return try library.preset(nil, for: overrides).name
      }
      #expect(try picked("t.txt", library) == "sunspots")
      #expect(try picked("w.csv", PresetLibrary(folders: [])) == "compare")
      #expect(try picked("p.csv", library, "data.source=pairs") == "translate")
      // Laid along the steps there is no decoder, and the lanes of `translate` have one.
      #expect(try picked("p.csv", library, "data.source=pairs", "model.loss=ctc") == "dial")
    }
  }
}
