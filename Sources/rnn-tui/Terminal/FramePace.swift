/// When the next frame may be drawn. Keys are shown at once; training news less often while
/// training needs every core. Times are seconds on a monotonic clock.
package struct FramePace {
  /// At most 30 frames a second, and 12 while all cores train.
  package static let keyInterval = 1.0 / 30
  package static let busyInterval = 1.0 / 12

  /// True while training uses every core.
  package var allCoresTrain = false
  private var last = -Double.infinity
  private var cost = 0.0

  package init() {}

  /// A frame was drawn.
  /// - Parameter cost: the processor time that it took. Time spent waiting is not a cost: drawing
  ///   less often would not save it.
  package mutating func drew(at start: Double, cost: Double) {
    last = start
    self.cost = cost
  }

  /// The earliest time for a frame after a key or a new size.
  package var nextForKey: Double { last + max(Self.keyInterval, cost * 2) }

  /// The earliest time for a frame after training news or a tick. A huge screen is drawn less
  /// often, so that drawing takes a tenth of one core at the most.
  package var nextForNews: Double {
    last + max(allCoresTrain ? Self.busyInterval : Self.keyInterval, cost * 10)
  }
}
