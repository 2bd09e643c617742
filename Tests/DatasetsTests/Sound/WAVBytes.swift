import Foundation

/// A WAV file, byte by byte.
struct WAVBytes {
  enum Encoding {
    case unsigned8, signed16, signed24, float32
  }
  var rate = 8000
  var channels = 1
  var encoding = Encoding.signed16
  /// What the header says of the bytes of `data`; nil: as many as there are.
  var declared: Int?

  /// - Parameter samples: within -1 to 1, channel by channel in turn.
  func bytes(_ samples: [Float]) -> [UInt8] {
    var body: [UInt8] = []
    for sample in samples {
      switch encoding {
      case .unsigned8: body.append(UInt8(clamping: Int((sample * 128 + 128).rounded())))
      case .signed16: body += Self.little(Int((sample * 32768).rounded()).clamped(32767), 2)
      case .signed24:
        body += Self.little(Int((sample * 8_388_608).rounded()).clamped(8_388_607), 3)
      case .float32: body += Self.little(Int(sample.bitPattern), 4)
      }
    }
    let width =
      switch encoding {
      case .unsigned8: 1
      case .signed16: 2
      case .signed24: 3
      case .float32: 4
      }
    var format = Self.little(encoding == .float32 ? 3 : 1, 2) + Self.little(channels, 2)
    format += Self.little(rate, 4) + Self.little(rate * channels * width, 4)
    format += Self.little(channels * width, 2) + Self.little(8 * width, 2)
    let size = declared ?? body.count
    return Array("RIFF".utf8) + Self.little(size + 36, 4) + Array("WAVEfmt ".utf8)
      + Self.little(16, 4) + format + Array("data".utf8) + Self.little(size, 4) + body
  }

  private static func little(_ number: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }

  /// A tone with a little noise.
  static func tone(_ hertz: Float, count: Int = 1600, rate: Float = 8000) -> [Float] {
    (0..<count).map {
      0.5 * sinf(2 * .pi * hertz * Float($0) / rate) + 0.01 * Float(($0 * 7919) % 101) / 101
    }
  }

  /// 0.1 s of 440 Hz at 8000 samples a second, 16 bits, made by sox.
  static let flac = Array(
    Data(
      base64Encoded:
        "ZkxhQ4AAACIQABAAAAEDAAEDAfQA8AAAAyDaNScYzNxDq4FBrh3IcbOe//h0CAADH/dCAAAKlrU8PgAAEpElOGEzlQsp"
        + "JJJku85JJz3SZJJJTQqcyGHKSJTmGBwyUsyYQoTD/OEkJJk/JkkJIc/wyFCGTNKTDgYZykSU4YTOVCykkkmS7zkknPdJ"
        + "kkklNCpzIYcpIlOYYHDJSzJhChMP84SQkmT8mSQkhz/DIUIZM0pMOBhnKRJThhM5ULKSSSZLvOSSc90mSSSU0KnMhhyk"
        + "iU5hgcMlLMmEKEw/zhJCSZPyZJCSHP8MhQhkzSkw4GGcpElOGEzlQspJJJku85JJz3SZJJJTQqcyGHKSJTmGBwyUsyYQ"
        + "oTD/OEkJJk/JkkJIc/wyFCGTNKTDgYYOJQ==") ?? Data())
}

extension Int {
  fileprivate func clamped(_ limit: Int) -> Int { Swift.min(limit, Swift.max(-limit - 1, self)) }
}

extension Scratch {
  /// `d/low/NUMBER.wav` and `d/high/NUMBER.wav`, 12 of each, tones of 0.2 s and a little more.
  static func tones(_ wav: WAVBytes = WAVBytes()) throws -> Scratch {
    let scratch = try Scratch()
    try scratch.writeTones(wav, to: "d")
    return scratch
  }

  /// The same in a folder of any name.
  /// - Returns: the names of the files and their classes.
  @discardableResult
  func writeTones(
    _ wav: WAVBytes = WAVBytes(), to folder: String
  ) throws -> [(file: String, label: String)] {
    var written: [(String, String)] = []
    for (name, hertz) in [("low", 300), ("high", 1500)] {
      try makeFolder(folder + "/" + name)
      for number in 10..<22 {
        let samples = WAVBytes.tone(Float(hertz + number), count: 1600 + 100 * (number % 5))
        let file = "\(folder)/\(name)/\(number).wav"
        try write(file, wav.bytes(samples))
        written.append((file, name))
      }
    }
    return written
  }
}
