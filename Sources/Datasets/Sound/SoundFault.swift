import Telemetry

/// Why a sound cannot be used; the text goes after the file's name.
package enum SoundFault: Error, Equatable, Sendable {
  /// Neither WAV nor FLAC; the format that it is, where that is known.
  case format(found: String?)
  /// In the library's words.
  case unreadable(reason: String)
  /// Bytes or samples that the header promises, and those that are there.
  case cutOff(unit: String, promised: Int, found: Int)
  /// The number of the sample from 0.
  case notFinite(sample: Int, seconds: Double)
  case tooLoud(sample: Int, value: Float, limit: Float)
  case rate(found: Int)
  /// - Parameter others: files of other rates next to this one.
  case otherRate(found: Int, needed: Int, isOfModel: Bool, others: Int)
  case bands(found: Int, most: Int, window: Int, rate: Int)
  case tooLong(seconds: Double, limit: Double)
  case silent
  case tooShort(samples: Int, rate: Int, window: Int)
  /// Every file of a folder was left out.
  case nothingToHear(files: Int)
  case oneFile
  /// A table in which no column is of sounds.
  case noColumnOfFiles
  case noTranscript(columns: [String])
  /// A folder without .wav and .flac; one of the sounds that it has.
  case noSounds(other: String?)

  package func text(file: String) -> String {
    switch self {
    case .format(let found):
      "is \(found ?? "not a supported sound"); needed: WAV or FLAC; "
        + shellLine(["ffmpeg", "-i", file, other(file, "", ".wav")]) + " converts it"
    case .unreadable(let reason):
      "cannot be read as sound: \(escaped(reason, limit: 200))"
    case .cutOff(let unit, let promised, let found):
      "is cut off: its header promises \(counted(promised, unit)), and there "
        + (found == 1 ? "is 1" : "are \(found)") + "; copy it again, or keep what is there with "
        + shellLine(["sox", "--ignore-length", file, other(file, "-rest")])
    case .notFinite(let sample, let seconds):
      "sample \(sample + 1) (at \(Numbers.fourDigits(seconds)) s) is not a number or infinite; write the file again"
    case .tooLoud(let sample, let value, let limit):
      "sample \(sample + 1) is \(Numbers.fourDigits(Double(value))); full scale is 1, and at most "
        + "\(Numbers.fourDigits(Double(limit))) is read"
    case .rate(let found):
      "has \(found) samples a second; allowed: \(SoundFormat.rates.lowerBound) to "
        + "\(SoundFormat.rates.upperBound)"
    case .otherRate(let found, let needed, let isOfModel, let others):
      "has \(found) samples a second, "
        + (isOfModel ? "the model was trained on \(needed)" : "most files have \(needed)")
        + (others > 0 ? " (and \(counted(others, "more file")) with another rate)" : "") + "; "
        + shellLine(["sox", file, "-r", "\(needed)", other(file, "-\(needed)")]) + " && "
        + shellLine(["mv", other(file, "-\(needed)"), file]) + " converts it"
    case .bands(let found, let most, let window, let rate):
      "data.sound_bands: \(found) are too many for windows of \(window) ms at \(rate) samples a "
        + "second: some would contain no frequency; "
        + (most > 1 ? "--set data.sound_bands=\(most) is the most" : "use longer windows")
    case .tooLong(let seconds, let limit):
      "lasts \(Numbers.fourDigits(seconds)) s; at most \(Numbers.fourDigits(limit)) s are read with this data.sound_hop; cut it "
        + "into parts"
    case .silent:
      "is silent: every sample is the same"
    case .tooShort(let samples, let rate, let window):
      "has \(counted(samples, "sample")) (\(Numbers.fourDigits(Double(samples) * 1000 / Double(rate))) ms), less "
        + "than a window of \(window) ms (data.sound_window)"
    case .nothingToHear(let files):
      "nothing is left of \(counted(files, "file")): all are silent or shorter than a window "
        + "(data.sound_window)"
    case .oneFile:
      "is one sound; to train on sounds, name a folder with a folder for each class "
        + "(CLASS/FILE.wav), or with files and a labels.csv (file, label), or a table of files and what is "
        + "said in them"
    case .noColumnOfFiles:
      "has no column of sound files; needed: a table with a column of names that end in .wav or .flac, "
        + "and one of what is said in them"
    case .noTranscript(let columns):
      "cannot tell which column holds the transcript; --set data.target=COLUMN names it (there "
        + "\(columns.count == 1 ? "is" : "are") \(columns.isEmpty ? "none" : listed(columns)))"
    case .noSounds(let other):
      "holds no .wav or .flac"
        + (other.map {
          "; " + shellLine(["ffmpeg", "-i", $0, self.other($0, "", ".wav")])
            + " converts other formats"
        } ?? "")
        + "; needed: a folder for each class (CLASS/FILE.wav), or files and a labels.csv (file, label)"
    }
  }

  /// "a/b.flac" as "a/b-8000.flac".
  private func other(_ file: String, _ mark: String, _ ending: String? = nil) -> String {
    guard let dot = file.lastIndex(of: "."), !file[dot...].contains("/") else {
      return file + mark + (ending ?? "")
    }
    return file[..<dot] + mark + (ending ?? String(file[dot...]))
  }
}
