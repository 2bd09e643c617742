#if Sound
  import Datasets
  import Foundation
  import Testing

  /// Against numbers of librosa 0.11 and of NumPy in double precision, which agree to 4e-6.
  struct LogMelTests {
    /// Frames of one rate; of each, every (bands / 8)-th band from the first.
    struct Reference: Sendable {
      var rate: Int
      var samples: Int
      var window: Int
      var bands: Int
      var frames: Int
      var values: [(Int, [Float])]
    }

    static let references = [
      Reference(
        rate: 8000, samples: 1234, window: 25, bands: 20, frames: 16,
        values: [
          (
            0,
            [
              -3.65083, -6.73870, -30.38540, -36.76526, -25.71550, -28.80405, -16.21906, -9.88923,
              -30.41982, -32.19393,
            ]
          ),
          (
            3,
            [
              -4.79850, -6.01028, -31.61025, -32.36512, -27.80407, -27.53173, -25.01475, -7.62470,
              -25.63574, -28.32874,
            ]
          ),
          (
            15,
            [
              -3.59456, -5.05936, -22.70000, -22.62593, -27.78573, -27.02100, -17.90484, -8.35644,
              -28.28516, -25.08736,
            ]
          ),
        ]),
      Reference(
        rate: 16000, samples: 2000, window: 32, bands: 40, frames: 13,
        values: [
          (
            0,
            [
              -1.84700, -14.36626, -28.05567, -20.86610, 1.88674, -22.44547, -22.05769, -25.88288,
            ]
          ),
          (
            3,
            [
              -28.58263, -25.02176, -21.38696, -26.44023, 5.07160, -22.59153, -22.03995, -23.42312,
            ]
          ),
          (
            12,
            [
              -4.50128, -13.89646, -23.82049, -19.51894, 4.36660, -21.77109, -23.93704, -23.54497,
            ]
          ),
        ]),
      Reference(
        rate: 22050, samples: 1500, window: 25, bands: 16, frames: 7,
        values: [
          (
            0,
            [9.80474, -17.36909, -18.81361, -9.06861, -5.18308, -23.90397, -22.77557, -24.81574]
          ),
          (
            3,
            [
              13.29464, -21.85556, -25.99852, -16.86423, -3.48247, -23.23718, -19.42407, -21.98525,
            ]
          ),
          (
            6,
            [
              13.06597, -18.45640, -21.51627, -15.28903, -3.49191, -20.34473, -21.59269, -20.28299,
            ]
          ),
        ]),
    ]

    /// Two tones and noise of a linear congruential generator.
    private static func signal(_ count: Int, rate: Int) -> [Float] {
      var state = 12345
      return (0..<count).map { place in
        state = (state * 1_103_515_245 + 12345) & 0x7FFF_FFFF
        let noise = Double(state) / 0x1p31 - 0.5
        let time = 2 * Double.pi * Double(place) / Double(rate)
        return Float(0.3 * sin(220 * time) + 0.2 * sin(1830 * time + 0.5) + 0.1 * noise)
      }
    }

    @Test(arguments: references.indices) func featuresAreThoseOfLibrosa(_ index: Int) throws {
      let reference = Self.references[index]
      let wav = WAVBytes(rate: reference.rate, encoding: .float32)
      let scratch = try Scratch.tones(wav)
      var configuration = DataConfiguration(file: "d", prepare: [])
      (configuration.sound.window, configuration.sound.bands) = (reference.window, reference.bands)
      let data = try scratch.load(configuration)
      try scratch.write(
        "x.wav", wav.bytes(Self.signal(reference.samples, rate: reference.rate)))
      let file = try SoundsSource.prepare(
        "x.wav", by: data.description, files: DataFiles(folders: [scratch.folder])
      ) { _ in }
      #expect(file.shape.features == reference.bands && file.shape.timeSteps == reference.frames)
      let inputs = WrittenExample(file.examples, 0, shape: file.shape).inputs
      for (frame, values) in reference.values {
        for (place, value) in values.enumerated() {
          let own = inputs[frame * reference.bands + place * max(1, reference.bands / 8)]
          #expect(abs(own - value) < 1e-4, "frame \(frame), value \(place): \(own), \(value)")
        }
      }
    }

    /// A mean of 0 and a deviation of 1 in each band of the training part.
    @Test func bandsAreScaledByTheTrainingPart() throws {
      let data = try Scratch.tones().load(DataConfiguration(file: "d"))
      let bands = data.shape.features
      var sums = [Double](repeating: 0, count: bands)
      var squares = sums
      var frames = 0.0
      for index in 0..<data.training.count {
        let example = WrittenExample(data.training, index, shape: data.shape)
        frames += Double(example.length)
        for (place, value) in example.inputs.enumerated() {
          sums[place % bands] += Double(value)
          squares[place % bands] += Double(value) * Double(value)
        }
      }
      for band in 0..<bands {
        #expect(abs(sums[band] / frames) < 1e-3 && abs(squares[band] / frames - 1) < 1e-3)
      }
    }
  }
#endif
