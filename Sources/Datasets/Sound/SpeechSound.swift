/// A vowel or a consonant: what drives the vocal tract, and where the tract resonates.
enum SpeechSound {
  // In the order of the alphabet; `sh` as in "she".
  case a, e, f, i, k, l, m, n, o, s, sh, t, u

  /// Resonances of the vocal tract in Hz, for a tract of middle length (vowels after Peterson and
  /// Barney 1952).
  var formants: (Float, Float, Float) {
    switch self {
    case .a: (730, 1150, 2480)
    case .e: (520, 1850, 2500)
    case .i: (290, 2280, 3050)
    case .o: (520, 880, 2450)
    case .u: (320, 850, 2250)
    case .m: (250, 1000, 2200)
    case .n: (250, 1500, 2500)
    case .l: (360, 1100, 2900)
    case .f, .k: (400, 1400, 2300)
    case .s, .sh, .t: (320, 1700, 2600)
    }
  }

  /// Loudness of the voice, 0 to 1.
  var voice: Float {
    switch self {
    case .a, .e, .i, .o, .u: 1
    case .l: 0.6
    case .m, .n: 0.45
    case .f, .k, .s, .sh, .t: 0
    }
  }

  /// Noise of a narrow place: its loudness, 0 to 1, its middle and its width in Hz; nil: none.
  var noise: (loudness: Float, middle: Float, width: Float)? {
    switch self {
    case .f: (0.12, 1500, 2500)
    case .k: (0.5, 1600, 500)
    case .s: (0.35, 3600, 500)
    case .sh: (0.4, 2400, 700)
    case .t: (0.45, 3300, 1200)
    default: nil
    }
  }

  /// Seconds; of a stop, silence comes first.
  var duration: Float {
    switch self {
    case .a, .e, .i, .o, .u: 0.13
    case .f, .s, .sh: 0.1
    case .l, .m, .n: 0.08
    case .k, .t: 0.09
    }
  }

  /// The share of the duration that is silent before the burst.
  var closure: Float {
    switch self {
    case .k, .t: 0.65
    default: 0
    }
  }
}
