#if Sound
  import Datasets
  import Foundation
  import Testing

  /// Files that end in an error, never in a crash.
  struct SoundFaultTests {
    private let configuration = DataConfiguration(file: "d")

    /// The message for a folder of tones of which one file is other bytes.
    private func message(_ bytes: [UInt8], _ name: String = "99.wav") throws -> String? {
      let scratch = try Scratch.tones()
      try scratch.write("d/low/" + name, bytes)
      return scratch.message(configuration)
    }

    @Test func badFilesAreNamed() throws {
      let tone = WAVBytes.tone(440)
      let good = WAVBytes().bytes(tone)
      #expect(try message([]) == "d/low/99.wav: is empty")
      #expect(
        try message(Array("a,b\n1,2\n".utf8))
          == "d/low/99.wav: is not a supported sound; needed: WAV or FLAC; ffmpeg -i d/low/99.wav "
          + "d/low/99.wav converts it")
      #expect(
        try message(Array("ID3\u{4}and so on and so on".utf8))?.hasPrefix(
          "d/low/99.wav: is an MP3 file; needed: WAV or FLAC; ffmpeg -i") == true)
      for length in [1, 11, 12, 20, 36, 43] {
        #expect(try message(Array(good.prefix(length))) != nil, "\(length)")
      }
      #expect(
        try message(Array(good.prefix(44 + 1000)))
          == "d/low/99.wav: is cut off: its header promises 3200 bytes, and there are 1000; copy it "
          + "again, or keep what is there with sox --ignore-length d/low/99.wav d/low/99-rest.wav")
      #expect(
        try message(Array(WAVBytes.flac.prefix(200)), "9.flac")?.hasPrefix("d/low/9.flac: ") == true
      )
      #expect(
        try message(WAVBytes(rate: 10).bytes(tone))
          == "d/low/99.wav: has 10 samples a second; allowed: 1000 to 768000")
    }

    @Test func samplesAreNumbers() throws {
      let wav = WAVBytes(encoding: .float32)
      var tone = WAVBytes.tone(440)
      for bad in [Float.nan, .infinity, -.infinity] {
        tone[800] = bad
        #expect(
          try message(wav.bytes(tone))
            == "d/low/99.wav: sample 801 (at 0.1 s) is not a number or infinite; write the file again"
        )
      }
      tone[800] = 1e30
      #expect(
        try message(wav.bytes(tone))
          == "d/low/99.wav: sample 801 is 1e30; full scale is 1, and at most 1000000 is read")
    }

    @Test func hugeLengthsAreReadToTheEndOrRefused() throws {
      let tone = WAVBytes.tone(440)
      for declared in [0x7FFF_FFFF, 0xFFFF_FFFF, 0x7FFF_F000] {
        let scratch = try Scratch.tones()
        try scratch.write("d/low/99.wav", WAVBytes(declared: declared).bytes(tone))
        let data = try scratch.load(configuration)
        #expect(
          data.notes.contains(
            "no length in the header, as when written to a pipe: read to the end: 1 file, the "
              + "first low/99.wav"), "\(data.notes)")
        #expect(data.sizes.reduce(0, +) == 25)
      }
      #expect(
        try message(WAVBytes(declared: 100_000_000).bytes(tone))?.contains("is cut off") == true)
    }

    @Test func foldersWithoutSoundsAreRefused() throws {
      let scratch = try Scratch()
      try scratch.makeFolder("d/yes")
      try scratch.write("d/yes/1.mp3", "ID3")
      #expect(
        scratch.message(configuration)
          == "d: holds no .wav or .flac; ffmpeg -i d/yes/1.mp3 d/yes/1.wav converts other formats; "
          + "needed: a folder for each class (CLASS/FILE.wav), or files and a labels.csv (file, "
          + "label)")
      try scratch.makeFolder("e")
      try scratch.write("e/1.wav", WAVBytes().bytes(WAVBytes.tone(440)))
      #expect(
        scratch.message(DataConfiguration(file: "e"))?.hasPrefix("e: 1.wav has no label") == true)
      #expect(
        scratch.message(DataConfiguration(file: "e/1.wav"))?.hasPrefix(
          "e/1.wav: is one sound; to train")
          == true)
      try scratch.write("e/2.wav", "hello")
      #expect(
        scratch.message(DataConfiguration(file: "e/2.wav"))?.contains("not a supported sound")
          == true)
      try scratch.makeFolder("f/a")
      for name in ["1", "2"] { try scratch.write("f/a/\(name).wav", WAVBytes().bytes([0.1])) }
      #expect(
        scratch.message(DataConfiguration(file: "f"))
          == "f: nothing is left of 2 files: all are silent or shorter than a window "
          + "(data.sound_window)")
    }

    @Test func keysThatDoNotGoTogether() throws {
      let scratch = try Scratch.tones()
      var keys = configuration
      keys.sound.hop = 50
      #expect(
        scratch.message(keys)
          == "data.sound_hop: 50 ms is more than data.sound_window, 25 ms, and would skip the "
          + "sound between; allowed: 1 to 25")
      keys = configuration
      keys.sound.bands = 200
      #expect(
        scratch.message(keys)
          == "d: data.sound_bands: 200 are too many for windows of 25 ms at 8000 samples a second: "
          + "some would contain no frequency; --set data.sound_bands=149 is the most")
      keys = configuration
      keys.source = "csv"
      keys.sound.bands = 20
      #expect(
        scratch.message(keys)
          == "data.sound_bands: the source \"csv\" does not use it; remove it or choose another source"
      )
    }

    /// Every change of a WAV or FLAC file is read, or refused with its name.
    @Test func damagedFilesAreReadOrRefused() throws {
      let scratch = try Scratch.tones()
      let data = try scratch.load(configuration)
      let files = DataFiles(folders: [scratch.folder])
      let samples = WAVBytes.tone(440, count: 900)
      let kinds: [[UInt8]] = [
        WAVBytes().bytes(samples), WAVBytes(encoding: .float32).bytes(samples),
        WAVBytes(channels: 2, encoding: .signed24).bytes(samples), WAVBytes.flac,
      ]
      var refused = 0
      for seed in 0..<1000 {
        var random = SeededRandom(seed: UInt64(seed), stream: 5)
        var bytes = kinds[seed % kinds.count]
        for _ in 0...random.index(below: 3) { Self.damage(&bytes, &random) }
        try scratch.write("m.wav", bytes)
        do throws(DatasetError) {
          let file = try SoundsSource.prepare("m.wav", by: data.description, files: files) { _ in }
          let example = WrittenExample(file.examples, 0, shape: file.shape)
          #expect(!example.inputs.contains { !$0.isFinite }, "seed \(seed)")
        } catch {
          refused += 1
          #expect(error.description.hasPrefix("m.wav: "), "seed \(seed): \(error)")
        }
      }
      #expect(refused > 200 && refused < 1000)
    }

    private static func damage(_ bytes: inout [UInt8], _ random: inout SeededRandom) {
      // Mostly in the header.
      let head = random.chance(0.7) ? min(60, bytes.count) : bytes.count
      guard head > 0 else { return }
      let place = random.index(below: head)
      switch random.index(below: 6) {
      case 0: bytes[place] ^= 1 << UInt8(random.index(below: 8))
      case 1: bytes[place] = UInt8(random.index(below: 256))
      case 2: bytes.removeSubrange(place...)
      case 3: bytes.remove(at: place)
      case 4: bytes.insert(UInt8(random.index(below: 256)), at: place)
      default: for next in place..<min(place + 4, bytes.count) { bytes[next] = 0xFF }
      }
    }
  }
#endif
