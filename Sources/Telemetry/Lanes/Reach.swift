/// How far back the gradient of one layer arrives, in numbers and in a word. Map, word, sentence and
/// tables all speak of this: norms of the state's gradient relative to the norm near the end of the
/// sequences, which is the median over the last tenth of the steps, at least 9 and at most 20.
package struct Reach: Sendable, Equatable, Codable {
  /// Steps, counted from the end, of which at least 90 % and the last one hold 1 % of the end's norm;
  /// and how many steps there are.
  package var reaches: Int
  package var of: Int
  package var pace: Pace
  /// The most that the norm grows over the end's on its way back, in decades; 0 where it never does.
  package var growth: Float
  /// False where a norm is NaN or infinite.
  package var isFinite: Bool
  /// At least 19 of 20 norms are exact zeros.
  package var isZero: Bool
  /// Attention gives the loss a direct way to every step.
  package var isDirect: Bool

  package init(
    reaches: Int = 0, of: Int = 0, pace: Pace = .unsteady, growth: Float = 0, isFinite: Bool = true,
    isZero: Bool = false, isDirect: Bool = false
  ) {
    self.reaches = reaches
    self.of = of
    self.pace = pace
    self.growth = growth
    self.isFinite = isFinite
    self.isZero = isZero
    self.isDirect = isDirect
  }

  /// How the norm changes with every step back, told only where a straight line through its
  /// logarithm says so.
  package enum Pace: Sendable, Equatable, Codable {
    case halves(every: Float)
    case doubles(every: Float)
    /// Nearly the same everywhere.
    case none
    /// No straight line.
    case unsteady
  }

  package enum Word: String, Sendable, Equatable, Codable, CaseIterable {
    case reachesBack = "reaches back"
    case fading
    case vanishing
    case exploding
    case direct = "direct (attention)"
    case zero = "no gradient"
  }

  /// Decades over the end's norm from which on a gradient explodes.
  package static let explodes: Float = 2

  /// Follows from the count that stands under it; nil before the first numbers.
  package var word: Word? {
    guard of > 0 else { return nil }
    if !isFinite { return .exploding }
    if isZero { return .zero }
    if growth > Self.explodes { return .exploding }
    if isDirect { return .direct }
    if reaches * 3 > of * 2 { return .reachesBack }
    return reaches * 3 >= of ? .fading : .vanishing
  }

  /// The latest of several rows, freed of the scatter between one row and the next: the one in the
  /// middle by its share, but what explodes or is zero in the newest counts at once.
  /// - Parameter recent: the newest last; nil where there is none.
  package static func middle(of recent: some BidirectionalCollection<Reach>) -> Reach? {
    guard let newest = recent.last else { return nil }
    switch newest.word {
    case .exploding, .zero, .direct, nil: return newest
    case .reachesBack, .fading, .vanishing: break
    }
    // Of an even number without the oldest, so that one stands in the middle.
    let odd = recent.dropFirst(recent.count.isMultiple(of: 2) ? 1 : 0)
    return odd.sorted { $0.share < $1.share }[odd.count / 2]
  }

  /// The share of the steps that is reached, 0...1.
  package var share: Float { of > 0 ? Float(reaches) / Float(of) : 0 }
}

extension [GradientSnapshot] {
  /// The place of the recurrent layer with the shortest reach; nil where there is none.
  package var shortestReach: Int? {
    indices.filter { self[$0].isConvolved != true }
      .min { self[$0].reach.share < self[$1].reach.share }
  }
}
