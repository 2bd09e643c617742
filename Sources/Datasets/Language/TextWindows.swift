/// Windows over a text: `length` tokens, and at every step the next token as the target.
struct TextWindows: Examples {
  let text: TokenText
  /// The part's tokens; the first is never a target, the last never fed.
  let part: Range<Int>
  let length: Int
  /// Nil for fixed windows; the training part's shift with the pass, by this seed.
  let shiftSeed: UInt64?
  let count: Int
  /// True if the rest after the last whole window is one more, shorter example.
  let keepsRest: Bool
  let charactersPerToken: Double?

  /// Fixed windows are one after another and leave out a rest shorter than one window, unless
  /// `keepsRest`: then every token after the first is a target once. Shifting ones are one or two
  /// more, so that they cover the part in any phase.
  ///
  /// `part` holds at least `length + 1` tokens, or 2 where the rest is kept.
  init(
    _ text: TokenText, part: Range<Int>, length: Int, shiftSeed: UInt64?,
    charactersPerToken: Double? = 1, keepsRest: Bool = false
  ) {
    precondition(
      part.count > (keepsRest ? 1 : length),
      "a part of a text holds at least one window and a target")
    precondition(shiftSeed == nil || !keepsRest, "shifting windows leave no rest")
    self.text = text
    self.part = part
    self.length = length
    self.shiftSeed = shiftSeed
    self.charactersPerToken = charactersPerToken
    let pairs = part.count - 1
    // ceil((pairs + length - 1) / length): phase length - 1 puts so much before the part's start.
    count =
      shiftSeed == nil
      ? (keepsRest ? pairs + length - 1 : pairs) / length : (pairs + 2 * length - 2) / length
    self.keepsRest = keepsRest
  }

  /// Steps of the last window where it is shorter than the others; nil if it is not.
  var rest: Int? {
    let left = (part.count - 1) % length
    return keepsRest && left > 0 ? left : nil
  }

  /// The tokens that are targets of some window, where windows are fixed.
  var targets: Range<Int> {
    let first = part.lowerBound + 1
    return first..<(keepsRest ? part.upperBound : first + count * length)
  }

  func steps(of index: Int) -> Int? { index == count - 1 ? rest : nil }

  /// Where in the text window `index` begins in pass `pass`.
  ///
  /// A shifted window that would begin before the part or end after it is moved to the part's edge:
  /// every pass meets each pair of neighbours once, those at both edges perhaps twice.
  func start(_ index: Int, pass: Int) -> Int {
    if keepsRest { return part.lowerBound + index * length }
    let phase = self.phase(pass)
    let last = part.upperBound - 1 - length
    return min(max(part.lowerBound + index * length - phase, part.lowerBound), last)
  }

  /// 0 in pass 0, then any number below `length`.
  func phase(_ pass: Int) -> Int {
    guard let shiftSeed, pass != 0 else { return 0 }
    var random = SeededRandom(seed: shiftSeed, stream: pass)
    return random.index(below: length)
  }

  func write(_ index: Int, pass: Int, to batch: BatchPointers, column: Int) {
    let start = start(index, pass: pass)
    let steps = steps(of: index) ?? length
    switch text {
    case .narrow(let tokens): copy(tokens, from: start, steps, to: batch, column)
    case .wide(let tokens): copy(tokens, from: start, steps, to: batch, column)
    }
    batch.lengths[column] = Int32(steps)
  }

  @inline(__always)
  private func copy(
    _ tokens: [some FixedWidthInteger], from start: Int, _ steps: Int, to batch: BatchPointers,
    _ column: Int
  ) {
    tokens.withUnsafeBufferPointer { tokens in
      for step in 0..<steps {
        let place = step * batch.batch + column
        batch.tokens?[place] = Int32(tokens[start + step])
        batch.targetClasses?[place] = Int32(tokens[start + step + 1])
      }
    }
  }
}
