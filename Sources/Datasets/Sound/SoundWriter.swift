#if Sound
  import CSndfile
  import Foundation

  /// Writes sounds of 16 bits as WAV files into a folder that is new or empty.
  struct SoundWriter {
    private let folder: String

    init(_ folder: String) throws(DatasetError) {
      self.folder = folder
      let manager = FileManager.default
      if let present = try? manager.contentsOfDirectory(atPath: folder), !present.isEmpty {
        throw .notWritten(file: folder, reason: "the folder is not empty; name a new one")
      }
      try Self.make(folder)
    }

    /// - Parameters:
    ///   - samples: within -1 to 1.
    ///   - name: below the folder.
    func write(_ samples: [Float], rate: Int, to name: String) throws(DatasetError) {
      let path = folder + "/" + name
      if let slash = path.lastIndex(of: "/") { try Self.make(String(path[..<slash])) }
      var info = SF_INFO()
      (info.samplerate, info.channels) = (Int32(rate), 1)
      info.format = Int32(SF_FORMAT_WAV) | Int32(SF_FORMAT_PCM_16)
      guard let handle = sf_open(path, Int32(SFM_WRITE), &info) else {
        throw .notWritten(file: path, reason: String(cString: strerror(errno)))
      }
      // Samples beyond full scale stay there, where they would turn over otherwise.
      sf_command(handle, Int32(SFC_SET_CLIPPING), nil, Int32(SF_TRUE))
      let written = sf_writef_float(handle, samples, sf_count_t(samples.count))
      let isClosed = sf_close(handle) == 0
      if written < samples.count || !isClosed {
        throw .notWritten(file: path, reason: String(cString: strerror(errno)))
      }
    }

    func write(_ text: String, to name: String) throws(DatasetError) {
      let path = folder + "/" + name
      do {
        try text.write(toFile: path, atomically: true, encoding: .utf8)
      } catch {
        throw .notWritten(file: path, reason: "\(error.localizedDescription)")
      }
    }

    private static func make(_ folder: String) throws(DatasetError) {
      do {
        try FileManager.default.createDirectory(
          atPath: folder, withIntermediateDirectories: true)
      } catch {
        throw .notWritten(file: folder, reason: "the folder cannot be created")
      }
    }
  }
#endif
