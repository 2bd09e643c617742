/// How far back the gradient of one layer arrives, in numbers and in a word. Map, word, sentence
/// and tables all use this measure: norms of the state's gradient relative to the norm near the end
/// of the sequences, which is the median over the last tenth of the steps, at least 9 and at most
/// 20.
package struct Reach: Sendable, Equatable, Codable {
  /// The longest run of steps, counted back from the end, in which the farthest step and at least
  /// 90 % of all keep 1 % of the end's norm; and the number of steps.
  package var reaches: Int
  package var of: Int
  package var pace: Pace
  /// How far the norm rises above the end's norm on the way back, in decades; 0 if it never does.
  package var growth: Float
  /// False if a norm is NaN or infinite.
  package var isFinite: Bool
  /// At least 19 of 20 norms are exact zeros.
  package var isZero: Bool
  /// Attention gives the loss a direct path to every step.
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

  /// How the norm changes with every step back, given only if a straight line fits its logarithm.
  package enum Pace: Sendable, Equatable, Codable {
    case halves(every: Float)
    case doubles(every: Float)
    /// Nearly constant.
    case none
    /// A straight line does not fit.
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

  /// A gradient explodes above this many decades over the end's norm.
  package static let explodes: Float = 2

  /// Follows from the numbers; nil before the first ones.
  package var word: Word? {
    guard of > 0 else { return nil }
    if !isFinite { return .exploding }
    if isZero { return .zero }
    if growth > Self.explodes { return .exploding }
    if isDirect { return .direct }
    if reaches * 3 > of * 2 { return .reachesBack }
    return reaches * 3 >= of ? .fading : .vanishing
  }

  /// A smoothed reading of the latest rows: the median by share, except that a newest row that
  /// explodes or is zero counts at once; nil without rows.
  /// - Parameter recent: the newest last.
  package static func middle(of recent: some BidirectionalCollection<Reach>) -> Reach? {
    guard let newest = recent.last else { return nil }
    switch newest.word {
    case .exploding, .zero, .direct, nil: return newest
    case .reachesBack, .fading, .vanishing: break
    }
    // Of an even number the oldest is dropped, so that there is a middle one.
    let odd = recent.dropFirst(recent.count.isMultiple(of: 2) ? 1 : 0)
    return odd.sorted { $0.share < $1.share }[odd.count / 2]
  }

  /// The share of the steps that are reached, 0...1.
  package var share: Float { of > 0 ? Float(reaches) / Float(of) : 0 }
}

extension [GradientSnapshot] {
  /// The index of the recurrent layer with the shortest reach; nil if there is none.
  package var shortestReach: Int? {
    indices.filter { self[$0].isConvolved != true }
      .min { self[$0].reach.share < self[$1].reach.share }
  }
}
