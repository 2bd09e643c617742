package enum AugmentationRegistry {
  package static let all: [any Augmentation.Type] = [
    Jitter.self, MagnitudeScaling.self, TimeWarp.self, WindowSlice.self, Permutation.self,
    Reversal.self,
    SignFlip.self, ChannelRotation.self,
    RandomCut.self, TokenDropout.self, TokenReplacement.self, NeighbourSwap.self,
  ]

  package static func place(of key: String) -> Int? { all.firstIndex { $0.key == key } }

  /// Each method's own stream of random numbers: from its key, so that a new method does not change
  /// what the others draw (FNV-1a).
  static let streams: [UInt64] = all.map { hash($0.key) }

  static func hash(_ text: String) -> UInt64 {
    text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }
}
