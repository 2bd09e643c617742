#if Sound
  import CKissFFT
  import Foundation

  /// Log-mel features of one sound whose samples come in pieces.
  ///
  /// The same numbers as, in Python, `librosa.power_to_db(librosa.feature.melspectrogram(y=y,
  /// sr=rate, n_fft=size, win_length=window, hop_length=hop, n_mels=bands), top_db=None)`: frame t
  /// is centred at sample t * hop, and zeros are before the beginning and after the end; a Hann
  /// window (periodic); the squared spectrum of real numbers by kissfft; mel bands (`MelBands`);
  /// decibels, never below -100.
  struct LogMel {
    /// The plan for sounds of one rate, shared by them.
    final class Plan {
      let settings: SoundSettings
      let rate: Int
      /// In samples.
      let window: Int
      let hop: Int
      /// N, samples that are transformed: a power of two, the window in their middle.
      let size: Int
      let bands: MelBands
      /// [window].
      fileprivate let taper: [Float]
      fileprivate let transform: kiss_fftr_cfg

      init(_ settings: SoundSettings, rate: Int, file: String) throws(DatasetError) {
        (self.settings, self.rate) = (settings, rate)
        func samples(_ milliseconds: Int) -> Int {
          max(1, Int((Double(milliseconds) * Double(rate) / 1000).rounded()))
        }
        let window = samples(settings.window)
        var size = 2
        while size < window { size *= 2 }
        (self.window, hop, self.size) = (window, samples(settings.hop), size)
        guard let bands = MelBands(settings.bands, size: size, rate: rate),
          let transform = kiss_fftr_alloc(Int32(size), 0, nil, nil)
        else {
          throw .sound(
            file: file,
            .bands(
              found: settings.bands, most: MelBands.most(settings.bands, size: size, rate: rate),
              window: settings.window, rate: rate))
        }
        self.bands = bands
        self.transform = transform
        taper = (0..<window).map {
          Float(0.5 - 0.5 * cos(2 * .pi * Double($0) / Double(window)))
        }
      }

      deinit { free(UnsafeMutableRawPointer(transform)) }
    }

    static let floor: Float = 1e-10
    /// Squares below this are silence: -60 dB of full scale.
    static let silence: Float = 1e-6

    let plan: Plan
    /// [frames, bands], in decibels.
    private(set) var values: [Float] = []
    private(set) var frames = 0
    private(set) var samples = 0
    private(set) var silentFrames = 0
    private(set) var least = Float.infinity
    private(set) var most = -Float.infinity
    /// Samples that frames to come look at; `next` is where the next one begins.
    private var pending: [Float]
    private var next = 0
    private var frame: [Float]
    private var spectrum: [kiss_fft_cpx]

    init(_ plan: Plan) {
      self.plan = plan
      let before = plan.size / 2 - (plan.size - plan.window) / 2
      pending = [Float](repeating: 0, count: before)
      frame = [Float](repeating: 0, count: plan.size)
      spectrum = [kiss_fft_cpx](repeating: kiss_fft_cpx(r: 0, i: 0), count: plan.size / 2 + 1)
    }

    mutating func add(_ piece: UnsafeBufferPointer<Float>) {
      samples += piece.count
      for value in piece { (least, most) = (min(least, value), max(most, value)) }
      pending += piece
      takeFrames()
    }

    /// Makes the last frames, whose windows are partly after the end.
    mutating func finish() {
      let all = samples / plan.hop + 1
      let missing = next + (all - frames - 1) * plan.hop + plan.window - pending.count
      if missing > 0 { pending += repeatElement(0, count: missing) }
      takeFrames(most: all)
    }

    private mutating func takeFrames(most: Int = .max) {
      while frames < most, next + plan.window <= pending.count {
        takeFrame()
        next += plan.hop
        frames += 1
      }
      let used = min(next, pending.count)
      pending.removeFirst(used)
      next -= used
    }

    private mutating func takeFrame() {
      var power: Float = 0
      for place in 0..<plan.window {
        let value = pending[next + place]
        power += value * value
        frame[place] = value * plan.taper[place]
      }
      if power < Self.silence * Float(plan.window) { silentFrames += 1 }
      kiss_fftr(plan.transform, frame, &spectrum)
      for (first, weights) in plan.bands.filters {
        var energy: Float = 0
        for (place, weight) in weights.enumerated() {
          let bin = spectrum[first + place]
          energy += weight * (bin.r * bin.r + bin.i * bin.i)
        }
        values.append(10 * log10f(max(energy, Self.floor)))
      }
    }
  }
#endif
