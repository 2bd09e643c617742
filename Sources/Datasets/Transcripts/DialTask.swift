/// `dial`: numbers dialled on a telephone, as the energies of its 7 tones (DTMF) at each step; write the
/// number.
///
/// A key sounds as two tones at once, one of its row and one of its column, for 3 to 9 steps; between two
/// keys it is still for 1 to 6, before and after all for 0 to 8. A key may be dialled again at once: only the
/// pause tells two from one. Loudness differs, and there is noise. Trivial: the most frequent key at each
/// position.
struct DialTask: TranscriptTask {
  static let name = "dial"
  static let about =
    "Numbers dialled in tones: each key is two of seven frequencies, of any duration, with pauses and "
    + "noise. Write the keys in their order; nothing marks where one begins or ends (model.loss: "
    + "ctc). The trivial predictor picks the most frequent key at each position."
  static let design = TranscriptDesign(
    title: "numbers dialled in tones", asks: "write the number that was dialled",
    names: ("tones", "number"),
    inputs: frequencies.map { "\($0) Hz" }, labels: keys, drawing: .spectrogram)
  static let usualCount = 4000
  static let defaultLength: Int? = 8
  static let lengths: ClosedRange<Int> = 2...100

  private static let keys = "123456789*0#"
  /// Of rows, then of columns of keys.
  private static let frequencies = [697, 770, 852, 941, 1209, 1336, 1477]
  private static let rows = 4
  private static let noise: Float = 0.25
  private static let (shortest, longest) = (3, 9)
  private static let (shortestPause, longestPause) = (1, 6)
  private static let margin = 8

  /// Keys at most.
  private let length: Int

  init(length: Int) { self.length = length }

  var mostSteps: Int { length * (Self.longest + Self.longestPause) + 2 * Self.margin }

  func draw(_ random: inout SeededRandom, into steps: inout [Float]) -> [Int] {
    let count = 1 + random.index(below: length)
    var labels: [Int] = []
    func noise() -> Float { Self.noise * Float(random.normal()) }
    func sound(_ key: Int?, for duration: Int, loudness: Float) {
      for _ in 0..<duration {
        for tone in Self.frequencies.indices {
          let isOn = key.map { tone == $0 / 3 || tone == Self.rows + $0 % 3 } ?? false
          steps.append((isOn ? loudness : 0) + noise())
        }
      }
    }
    sound(nil, for: random.index(below: Self.margin + 1), loudness: 0)
    for place in 0..<count {
      if place > 0 {
        let more = random.index(below: Self.longestPause - Self.shortestPause + 1)
        sound(nil, for: Self.shortestPause + more, loudness: 0)
      }
      let key = random.index(below: Self.keys.count)
      let duration = Self.shortest + random.index(below: Self.longest - Self.shortest + 1)
      sound(key, for: duration, loudness: 0.6 + 0.4 * SeededRandom.unit(random.next()))
      labels.append(key)
    }
    sound(nil, for: random.index(below: Self.margin + 1), loudness: 0)
    return labels
  }
}
