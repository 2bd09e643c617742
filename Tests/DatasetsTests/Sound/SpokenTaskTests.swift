#if Sound
  import Datasets
  import Foundation
  import Testing

  struct SpokenTaskTests {
    private func configuration(_ count: Int, seed: UInt64 = 1) -> DataConfiguration {
      DataConfiguration(source: "spoken", count: count, seed: seed)
    }

    @Test func wordsAreSaidAsOften() throws {
      let data = try generate(configuration(100))
      #expect(data.classes.count == 10 && data.sizes == [80, 10, 10])
      #expect(data.report.parts[0].classCounts == Array(repeating: 8, count: 10))
      #expect(data.shape.features == 40 && data.shape.timeSteps < 121)
      #expect(data.file == nil && data.report.file.isEmpty)
      #expect(abs(data.baseline.testLoss - log(10)) < 0.1)
    }

    @Test func theModelFileMakesTheSameAnew() throws {
      var asked = configuration(60, seed: 3)
      (asked.sound.window, asked.sound.hop, asked.sound.bands) = (32, 16, 24)
      let data = try generate(asked)
      let text = try JSONEncoder().encode(data.description)
      let description = try JSONDecoder().decode(DatasetDescription.self, from: text)
      #expect(throws: Never.self) { try description.check(features: 24) }
      let again = try generate(try #require(description.generatedConfiguration))
      #expect(again.digest == data.digest)
      #expect(try generate(configuration(60, seed: 4)).digest != data.digest)
    }

    /// What is written and read back is what was made, but for 16 bits.
    @Test func writtenSoundsAreReadBack() throws {
      let scratch = try Scratch()
      let folder = scratch.folder + "/words"
      #expect(try SpokenTask.write(configuration(60), to: folder) { _ in } == 60)
      let made = try generate(configuration(60))
      let read = try scratch.load(DataConfiguration(file: "words"))
      #expect(read.source == "sounds" && read.classes == made.classes)
      #expect(read.shape == made.shape && read.report.rows == made.report.rows)
      let (own, other) = (try fitted(read), try fitted(made))
      for (one, two) in zip(own, other) { #expect(abs(one[0] - two[0]) < 0.1) }

      // A model of the task takes the files too.
      let file = try SpokenTask.prepare(
        "words/sami/01.wav", by: made.description, files: DataFiles(folders: [scratch.folder])
      ) { _ in }
      #expect(file.examples.count == 1 && file.shape.features == 40)

      #expect(
        throws: DatasetError.notWritten(
          file: folder, reason: "the folder is not empty; name a new one")
      ) {
        try SpokenTask.write(configuration(60), to: folder) { _ in }
      }
    }

    private func fitted(_ data: Dataset) throws -> [[Double]] {
      try #require(data.description.sequences?.steps.last).fitted
    }
  }
#endif
