#if Sound
  import Datasets
  import Foundation
  import Testing

  struct TranscriptsTests {
    /// 24 tones of three pitches and a table that says so, in a folder `d`.
    private func written(
      header: String = "file,text\n", mark: String = ",", names: (Int) -> String = { "\($0).wav" }
    ) throws -> Scratch {
      let scratch = try Scratch()
      try scratch.makeFolder("d")
      var table = header
      for number in 10..<34 {
        let word = ["low", "mid", "high"][number % 3]
        let tone = WAVBytes.tone(Float(300 + 500 * (number % 3)), count: 1600 + 100 * (number % 5))
        try scratch.write("d/\(number).wav", WAVBytes().bytes(tone))
        table += "\(names(number))\(mark)\(word)\n"
      }
      try scratch.write("d/list.csv", table)
      return scratch
    }

    private let configuration = DataConfiguration(file: "d/list.csv")

    @Test(arguments: [("file,text\n", ","), ("", ","), ("path\tsentence\n", "\t"), ("", "|")])
    func aTableOfFilesAndTexts(_ header: String, _ mark: String) throws {
      let data = try written(header: header, mark: mark).load(configuration)
      #expect(data.source == "transcripts" && data.kind == .pairs)
      #expect(data.notes[0].hasPrefix("read as transcripts: a table of sounds"))
      #expect(data.sizes.reduce(0, +) == 24 && data.shape.features == 40)
      #expect(data.shape.vocabulary == 0 && data.shape.target == .tokens)
      #expect(data.shape.targetSequence?.timeSteps == 5)
      let vocabulary = try #require(data.targetVocabulary)
      #expect(Set(vocabulary.strings).isSuperset(of: ["l", "o", "w", "m", "i", "d", "g", "h"]))
      let texts = (0..<data.training.count).map {
        vocabulary.decode(data.training.targetTokens(of: $0) ?? [])
      }
      #expect(Set(texts) == ["low", "mid", "high"])
      #expect(data.report.sound?.rate == 8000 && data.report.pictures.first?.map != nil)
      for part in data.all {
        for example in part { #expect(!example.inputs.contains { !$0.isFinite }) }
      }
    }

    @Test func newSoundsGetTheSameNumbers() throws {
      let scratch = try written()
      let data = try scratch.load(configuration)
      let text = try JSONEncoder().encode(data.description)
      let description = try JSONDecoder().decode(DatasetDescription.self, from: text)
      #expect(description == data.description)
      #expect(throws: Never.self) { try description.check(features: 40) }
      let files = DataFiles(folders: [scratch.folder])
      func prepare(_ file: String) throws -> PreparedFile {
        try TranscriptsSource.prepare(file, by: description, files: files) { _ in }
      }
      let table = try prepare("d/list.csv")
      #expect(table.examples.count == 24 && table.examples.hasTarget(0))
      #expect(table.keyNames == ["file", "transcript"] && table.keys(0) == ["d/10.wav", "mid"])
      let written = (0..<24).map { WrittenExample(table.examples, $0, shape: table.shape).inputs }
      for example in data.all.joined() { #expect(written.contains(example.inputs)) }
      let folder = try prepare("d")
      #expect(folder.examples.count == 24 && !folder.examples.hasTarget(0))
      let one = try prepare("d/13.wav")
      #expect(one.examples.count == 1 && one.keys(0) == ["d/13.wav"])
      #expect(written[3] == WrittenExample(one.examples, 0, shape: one.shape).inputs)
      try scratch.write("d/bare.csv", "file,speaker\n12.wav,a\n11.wav,b\n")
      let bare = try prepare("d/bare.csv")
      #expect(bare.examples.count == 2 && bare.keyNames == ["file"])
      #expect(written[2] == WrittenExample(bare.examples, 0, shape: bare.shape).inputs)
    }

    @Test func badTablesAreRefused() throws {
      let scratch = try written()
      try scratch.write("d/three.csv", "file,a,b\n10.wav,x,y\n11.wav,z,w\n12.wav,u,v\n")
      #expect(
        scratch.message(DataConfiguration(file: "d/three.csv"))
          == "d/three.csv: cannot tell which column holds the transcript; --set data.target=COLUMN "
          + "names it (there are a, b)")
      try scratch.write("d/gone.csv", "file,text\n10.wav,x\n99.wav,z\n")
      #expect(
        scratch.message(DataConfiguration(file: "d/gone.csv"))?.hasPrefix("d/99.wav: no such file")
          == true)
      try scratch.write("d/mp3.csv", "file,text\n10.mp3,x\n11.mp3,z\n")
      try scratch.write("d/10.mp3", "ID3 and so on and so on")
      #expect(
        scratch.message(DataConfiguration(file: "d/mp3.csv"))?.contains(
          "d/10.mp3: is an MP3 file; needed: WAV or FLAC; ffmpeg -i d/10.mp3 d/10.wav") == true)
      try scratch.write("d/plain.csv", "a,b\nx,y\nz,w\n")
      #expect(
        scratch.message(DataConfiguration(source: "transcripts", file: "d/plain.csv"))?.hasPrefix(
          "d/plain.csv: has no column of sound files") == true)
    }

    @Test func emptyRowsAndSilenceAreLeftOutAndSaidSo() throws {
      let scratch = try written { $0 == 12 ? "" : "\($0).wav" }
      try scratch.write("d/11.wav", WAVBytes().bytes([Float](repeating: 0, count: 1600)))
      let data = try scratch.load(configuration)
      #expect(data.sizes.reduce(0, +) == 22)
      #expect(data.notes.contains("1 row without a file or a transcript left out"), "\(data.notes)")
      #expect(data.notes.contains("silent: 1 file left out, the first d/11.wav"), "\(data.notes)")
    }
  }
#endif
