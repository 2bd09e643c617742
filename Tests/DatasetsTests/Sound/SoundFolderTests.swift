#if Sound
  import Datasets
  import Foundation
  import Testing

  struct SoundFolderTests {
    private let configuration = DataConfiguration(file: "d")

    @Test func aFolderOfAClassEach() throws {
      let data = try Scratch.tones().load(configuration)
      #expect(data.source == "sounds" && data.classes == ["high", "low"])
      #expect(data.sizes == [20, 2, 2] && data.shape.features == 40)
      // 1 + 2000 samples / 80.
      #expect(data.shape.timeSteps == 26)
      #expect(data.notes[0] == "read as sounds: a folder of sounds")
      #expect(
        data.notes.contains(
          "sound: 8000 samples a second, 0.2 to 0.25 s, 550 frames; 0.0 % of them silent (below -60 dB "
            + "of full scale)"), "\(data.notes)")
      #expect(data.notes.contains("Signed 16 bit PCM: 24 files, the first high/10.wav"))
      let lengths = Set(data.all.joined().map { Int($0.length) })
      #expect(lengths.isSubset(of: [21, 22, 23, 24, 26]) && lengths.count > 2)
      let sound = try #require(data.report.sound)
      #expect(sound.rate == 8000 && sound.frames == 550 && sound.bands == 40)
    }

    @Test func everyEncodingGivesAboutTheSame() throws {
      let reference = try Scratch.tones(WAVBytes(encoding: .float32)).load(configuration)
      for encoding in [WAVBytes.Encoding.unsigned8, .signed16, .signed24] {
        let data = try Scratch.tones(WAVBytes(encoding: encoding)).load(configuration)
        #expect(data.shape == reference.shape)
        let fitted = data.description.sequences?.steps.last?.fitted ?? []
        let wanted = reference.description.sequences?.steps.last?.fitted ?? []
        // Bands well above the noise of 8 bits.
        for (own, other) in zip(fitted, wanted) where other[0] > -15 {
          #expect(abs(own[0] - other[0]) < 1, "\(encoding)")
        }
      }
    }

    @Test func stereoIsMixedDownAndSaidSo() throws {
      let mono = try Scratch.tones()
      let tone = WAVBytes.tone(440)
      try mono.write("d/low/10.wav", WAVBytes().bytes(tone))
      let wanted = try mono.load(configuration)
      // The mean of a half and one and a half.
      let both = tone.flatMap { [$0 * 0.5, $0 * 1.5] }
      try mono.write("d/low/10.wav", WAVBytes(channels: 2).bytes(both))
      let data = try mono.load(configuration)
      #expect(
        data.notes.contains("mixed down from 2 channels: 1 file, the first low/10.wav"),
        "\(data.notes)")
      #expect(data.shape == wanted.shape)
    }

    @Test func flacIsReadAmongWAV() throws {
      let scratch = try Scratch.tones()
      try scratch.write("d/low/tone.flac", WAVBytes.flac)
      try scratch.write("d/low/named.wav", WAVBytes.flac)
      let data = try scratch.load(configuration)
      #expect(data.notes.contains("Signed 16 bit PCM: 26 files, the first high/10.wav"))
      #expect(
        data.notes.contains(
          "read as FLAC, as its content is, despite its name: 1 file, the first low/named.wav"),
        "\(data.notes)")
    }

    @Test func otherFilesAreLeftOutAndSaidSo() throws {
      let scratch = try Scratch.tones()
      try scratch.write("d/low/notes.txt", "about these sounds")
      try scratch.write("d/low/0.wav", WAVBytes().bytes([Float](repeating: 0, count: 1600)))
      try scratch.write("d/low/1.wav", WAVBytes().bytes([0.5]))
      try scratch.write("d/low/2.wav", WAVBytes().bytes([]))
      let data = try scratch.load(configuration)
      #expect(data.sizes.reduce(0, +) == 24)
      for note in [
        "1 file of other kinds left out, the first low/notes.txt",
        "silent: 1 file left out, the first low/0.wav",
        "shorter than a window: 2 files left out, the first low/1.wav",
      ] {
        #expect(data.notes.contains(note), "\(data.notes)")
      }
    }

    @Test func aListOfLabels() throws {
      let scratch = try Scratch()
      try scratch.makeFolder("d")
      var list = "file,label\n"
      for number in 10..<30 {
        try scratch.write(
          "d/\(number).wav", WAVBytes().bytes(WAVBytes.tone(number % 2 == 0 ? 300 : 900)))
        list += "\(number),\(number % 2 == 0 ? "even" : "odd")\n"
      }
      try scratch.write("d/labels.csv", list)
      let data = try scratch.load(configuration)
      #expect(data.source == "sounds" && data.classes == ["even", "odd"])
    }

    @Test func longSoundsAreCut() throws {
      var configuration = configuration
      configuration.lengths.most = 10
      let data = try Scratch.tones().load(configuration)
      #expect(data.shape.timeSteps == 10)
      #expect(data.notes.contains("24 sequences longer than 10 steps cut at the front"))
    }

    // MARK: new sounds

    @Test func newSoundsAreMadeIntoTheSame() throws {
      let scratch = try Scratch.tones()
      let data = try scratch.load(configuration)
      let text = try JSONEncoder().encode(data.description)
      let description = try JSONDecoder().decode(DatasetDescription.self, from: text)
      #expect(description == data.description && description.sequences?.sound?.rate == 8000)
      #expect(throws: Never.self) { try description.check(features: 40) }
      #expect(throws: DescriptionFault.self) { try description.check(features: 39) }
      #expect(description.shape == data.shape)
      func prepare(_ file: String) throws -> PreparedFile {
        try SoundsSource.prepare(
          file, by: description, files: DataFiles(folders: [scratch.folder])
        ) { _ in }
      }
      let all = try prepare("d")
      #expect(all.examples.count == 24 && all.classes == ["high", "low"])
      #expect(all.keys(0) == ["high/10.wav"] && all.examples.hasTarget(0))
      let written = (0..<24).map { WrittenExample(all.examples, $0, shape: all.shape) }
      for example in data.all.joined() { #expect(written.contains(example)) }
      let one = try prepare("d/low/13.wav")
      #expect(one.examples.count == 1 && !one.examples.hasTarget(0))
      #expect(one.keys(0) == ["d/low/13.wav"])
      let example = WrittenExample(one.examples, 0, shape: one.shape)
      #expect(written.contains { $0.inputs == example.inputs })
    }

    @Test func anotherRateIsRefusedWithTheCommand() throws {
      let scratch = try Scratch.tones()
      let data = try scratch.load(configuration)
      try scratch.write("d/low/99.wav", WAVBytes(rate: 16000).bytes(WAVBytes.tone(440)))
      #expect(
        scratch.message(configuration)
          == "d/low/99.wav: has 16000 samples a second, most files have 8000; "
          + "sox d/low/99.wav -r 8000 d/low/99-8000.wav && mv d/low/99-8000.wav d/low/99.wav converts it"
      )
      do throws(DatasetError) {
        _ = try SoundsSource.prepare(
          "d/low/99.wav", by: data.description, files: DataFiles(folders: [scratch.folder])
        ) { _ in }
        Issue.record("no error")
      } catch {
        #expect(error.description.contains("the model was trained on 8000; sox"))
      }
    }

    // MARK: the picture

    @Test func picturesAreSpectrograms() throws {
      let data = try Scratch.tones().load(configuration)
      #expect(data.report.pictures.count == 2)
      let high = try #require(data.report.pictures[0].map)
      let low = try #require(data.report.pictures[1].map)
      #expect(high.rows == 40 && high.values.count == high.rows * high.columns)
      #expect(high.start == "0 s" && high.top.hasSuffix("Hz") && high.values.allSatisfy(\.isFinite))
      /// The row, from the top, of the loudest place.
      func loudest(_ map: PictureMap) throws -> Int {
        let most = try #require(map.values.max())
        return try #require(map.values.firstIndex(of: most)) / map.columns
      }
      let (upper, lower) = (try loudest(high), try loudest(low))
      #expect(upper < lower)
    }
  }
#endif
