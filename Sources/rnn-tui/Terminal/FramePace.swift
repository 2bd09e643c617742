/// When the next frame may be drawn. Keys show at once; training's own news come less often while
/// it needs every core. Times are seconds on a monotonic clock.
struct FramePace {
  /// At most 30 frames a second, and 12 while all cores train.
  static let keyInterval = 1.0 / 30
  static let busyInterval = 1.0 / 12

  /// True while training uses every core.
  var allCoresTrain = false
  private var last = -Double.infinity
  private var cost = 0.0

  /// A frame was drawn, from `start` to `end`.
  mutating func drew(from start: Double, to end: Double) {
    last = start
    cost = end - start
  }

  /// The earliest time for a frame that a key or a new size calls for.
  var nextForKey: Double { last + max(Self.keyInterval, cost * 2) }

  /// The earliest time for a frame that training or time calls for. A huge screen is drawn less
  /// often, so that drawing takes a tenth of one core at the most.
  var nextForNews: Double {
    last + max(allCoresTrain ? Self.busyInterval : Self.keyInterval, cost * 10)
  }
}
