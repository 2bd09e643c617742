#if Sound
  import CSndfile
  import Foundation

  /// A WAV or FLAC file, read in pieces and mixed down to one channel.
  ///
  /// Memory: a piece of it, whatever the header promises. Any thread, one at a time.
  final class SoundFile {
    /// As the user wrote it.
    let name: String
    /// Samples a second.
    let rate: Int
    let channels: Int
    /// Samples of each channel, according to the header.
    let promised: Int
    /// "Signed 16 bit PCM".
    let encoding: String
    /// Assumptions about the file, one sentence each.
    private(set) var notes: [String] = []
    private let handle: OpaquePointer
    /// Kept for the library's calls.
    private let bytes: SoundBytes

    /// Samples of each channel in a piece.
    static let pieceSamples = 4096
    /// Full scale is 1; what is beyond is not a sound, and its square would be infinite.
    static let loudest: Float = 1e6
    /// The library keeps the reason of a failed opening in one place for all threads.
    private static let opening = NSLock()

    init(_ file: OpenFile) throws(DatasetError) {
      name = file.name
      if file.size == 0 { throw .empty(file: name) }
      bytes = SoundBytes(file)
      let mark = SoundFormat.mark(try bytes.head())
      if mark == .wav {
        guard let chunks = try RIFFChunks(file) else {
          throw .sound(
            file: name, .unreadable(reason: "its header ends before any sample"))
        }
        if chunks.isCutOff {
          throw .sound(
            file: name,
            .cutOff(unit: "byte", promised: chunks.promised, found: chunks.present))
        }
        if chunks.isUnknown {
          notes.append("no length in the header, as when written to a pipe: read to the end")
        }
      }
      switch mark {
      case .wav, .flac: break
      case .other(let format): throw .sound(file: name, .format(found: format))
      case .unknown: throw .sound(file: name, .format(found: nil))
      }
      var info = SF_INFO()
      do throws(SoundFault) {
        handle = try Self.open(bytes, &info)
      } catch {
        if let error = bytes.error { throw error }
        throw .sound(file: name, error)
      }
      (rate, channels) = (Int(info.samplerate), Int(info.channels))
      promised = max(0, Int(info.frames))
      encoding = Self.name(ofEncoding: info.format)
      let isFLAC = info.format & Int32(SF_FORMAT_TYPEMASK) == Int32(SF_FORMAT_FLAC)
      if isFLAC != name.lowercased().hasSuffix(".flac") {
        notes.append("read as \(isFLAC ? "FLAC" : "WAV"), as its content is, despite its name")
      }
      if !SoundFormat.rates.contains(rate) { throw .sound(file: name, .rate(found: rate)) }
    }

    deinit { sf_close(handle) }

    private static func open(
      _ bytes: SoundBytes, _ info: inout SF_INFO
    ) throws(SoundFault) -> OpaquePointer {
      opening.lock()
      defer { opening.unlock() }
      var access = SoundBytes.access
      let data = Unmanaged.passUnretained(bytes).toOpaque()
      guard let handle = sf_open_virtual(&access, Int32(SFM_READ), &info, data) else {
        throw .unreadable(reason: String(cString: sf_strerror(nil)))
      }
      return handle
    }

    /// Calls `body` with every piece of the mean of all channels, in order.
    ///
    /// - Returns: the samples that were there.
    @discardableResult
    func read(
      _ body: (UnsafeBufferPointer<Float>) throws(DatasetError) -> Void
    ) throws(DatasetError) -> Int {
      let piece = UnsafeMutableBufferPointer<Float>.allocate(capacity: Self.pieceSamples * channels)
      defer { piece.deallocate() }
      var done = 0
      while true {
        let got = Int(sf_readf_float(handle, piece.baseAddress, sf_count_t(Self.pieceSamples)))
        if let error = bytes.error { throw error }
        if got <= 0 { break }
        try mixDown(piece, samples: got, from: done)
        try body(UnsafeBufferPointer(start: piece.baseAddress, count: got))
        done += got
      }
      if sf_error(handle) != 0 {
        throw .sound(file: name, .unreadable(reason: String(cString: sf_strerror(handle))))
      }
      if done < promised {
        throw .sound(file: name, .cutOff(unit: "sample", promised: promised, found: done))
      }
      return done
    }

    /// Puts the mean of the channels in front; throws for values that are not samples.
    private func mixDown(
      _ piece: UnsafeMutableBufferPointer<Float>, samples: Int, from first: Int
    ) throws(DatasetError) {
      let share = 1 / Float(channels)
      for sample in 0..<samples {
        var sum: Float = 0
        for channel in 0..<channels {
          let value = piece[sample * channels + channel]
          guard value.isFinite else {
            throw .sound(
              file: name,
              .notFinite(sample: first + sample, seconds: Double(first + sample) / Double(rate)))
          }
          guard value.magnitude <= Self.loudest else {
            throw .sound(
              file: name, .tooLoud(sample: first + sample, value: value, limit: Self.loudest))
          }
          sum += value
        }
        piece[sample] = sum * share
      }
    }

    private static func name(ofEncoding format: Int32) -> String {
      var info = SF_FORMAT_INFO()
      info.format = format & Int32(SF_FORMAT_SUBMASK)
      let size = Int32(MemoryLayout<SF_FORMAT_INFO>.size)
      guard sf_command(nil, Int32(SFC_GET_FORMAT_INFO), &info, size) == 0, let name = info.name
      else {
        return "unknown encoding"
      }
      return String(cString: name)
    }
  }

  /// A file as libsndfile reads it: bytes from a position that moves.
  private final class SoundBytes {
    private let file: OpenFile
    private var position = 0
    /// The first failure of the system; the library is given an end of file instead.
    private(set) var error: DatasetError?

    init(_ file: OpenFile) { self.file = file }

    /// The first bytes, at most 12.
    func head() throws(DatasetError) -> [UInt8] {
      var head = [UInt8](repeating: 0, count: 12)
      let got = head.withUnsafeMutableBytes { read($0.baseAddress, count: 12) }
      if let error { throw error }
      position = 0
      return Array(head.prefix(got))
    }

    private func read(_ memory: UnsafeMutableRawPointer?, count: Int) -> Int {
      guard let memory, count > 0, error == nil else { return 0 }
      var done = 0
      do throws(DatasetError) {
        while done < count {
          let got = try file.read(into: memory + done, count: count - done, at: position)
          if got == 0 { break }
          (done, position) = (done + got, position + got)
        }
      } catch {
        self.error = error
      }
      return done
    }

    private func seek(_ offset: Int, _ from: Int32) -> Int {
      let start = from == SEEK_CUR ? position : from == SEEK_END ? file.size : 0
      let (place, overflows) = start.addingReportingOverflow(offset)
      guard !overflows, place >= 0 else { return -1 }
      position = place
      return place
    }

    private static func of(_ data: UnsafeMutableRawPointer?) -> SoundBytes? {
      data.map { Unmanaged<SoundBytes>.fromOpaque($0).takeUnretainedValue() }
    }

    static let access = SF_VIRTUAL_IO(
      get_filelen: { sf_count_t(SoundBytes.of($0)?.file.size ?? 0) },
      seek: { sf_count_t(SoundBytes.of($2)?.seek(Int($0), $1) ?? -1) },
      read: { sf_count_t(SoundBytes.of($2)?.read($0, count: Int($1)) ?? 0) },
      write: { _, _, _ in 0 },
      tell: { sf_count_t(SoundBytes.of($0)?.position ?? 0) })
  }
#endif
