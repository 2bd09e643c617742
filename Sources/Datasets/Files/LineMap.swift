/// The lines of a file from which a text was made, by the lines of the text; both from 1.
struct LineMap: Sendable, Equatable {
  /// Lines of the text that follow each other are of lines of the file that do; else of the same line.
  private let goesOn: Bool
  private var texts: [Int32] = []
  private var originals: [Int32] = []

  init(goesOn: Bool) { self.goesOn = goesOn }

  /// Adds a line of the text, the last one so far, and the line of the file that it was made of.
  mutating func add(_ text: Int, of original: Int) {
    if !texts.isEmpty, self.original(text) == original { return }
    texts.append(Int32(clamping: text))
    originals.append(Int32(clamping: original))
  }

  /// The line of the file that line `text` was made of.
  func original(_ text: Int) -> Int {
    var (low, high) = (0, texts.count)
    while low < high {
      let middle = (low + high) / 2
      if Int(texts[middle]) <= text { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return text }
    return Int(originals[low - 1]) + (goesOn ? text - Int(texts[low - 1]) : 0)
  }
}
