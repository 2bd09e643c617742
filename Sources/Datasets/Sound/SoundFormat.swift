/// Sound files by their names and first bytes.
enum SoundFormat {
  static let endings = [".wav", ".flac"]
  /// Samples a second that are read.
  static let rates = 1000...768_000

  /// Sounds that are not read, by their endings.
  private static let others = [
    ".mp3", ".ogg", ".oga", ".opus", ".m4a", ".aac", ".aif", ".aiff", ".aifc", ".au", ".snd",
    ".wma", ".caf", ".w64", ".amr", ".webm",
  ]

  static func isSound(_ name: String) -> Bool {
    let name = name.lowercased()
    return endings.contains { name.hasSuffix($0) }
  }

  static func isOtherSound(_ name: String) -> Bool {
    let name = name.lowercased()
    return others.contains { name.hasSuffix($0) }
  }

  static func isAnySound(_ name: String) -> Bool { isSound(name) || isOtherSound(name) }

  /// The format given by a file's first 12 bytes.
  enum Mark: Equatable {
    case wav, flac
    /// "an MP3 file".
    case other(String)
    case unknown
  }

  static func mark(_ head: [UInt8]) -> Mark {
    func has(_ text: String, at offset: Int = 0) -> Bool {
      head.dropFirst(offset).starts(with: text.utf8)
    }
    if ["RIFF", "RIFX", "RF64"].contains(where: { has($0) }), has("WAVE", at: 8) { return .wav }
    if has("fLaC") { return .flac }
    if has("ID3") || head.count > 1 && head[0] == 0xFF && head[1] & 0xE6 == 0xE2 {
      return .other("an MP3 file")
    }
    if has("OggS") { return .other("an Ogg file") }
    if has("FORM") { return .other("an AIFF file") }
    if has("ftyp", at: 4) { return .other("an MP4 file") }
    if has("riff") { return .other("a W64 file") }
    if has(".snd") { return .other("an AU file") }
    if has("caff") { return .other("a CAF file") }
    return .unknown
  }
}
