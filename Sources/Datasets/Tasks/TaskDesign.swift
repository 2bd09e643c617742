/// The design of a generated task's sequences, apart from their length.
struct TaskDesign: Sendable {
  /// How an example is drawn on the data screen.
  enum Drawing: Sendable {
    /// A line for each input.
    case lines
    /// Shades of grey, a row for each step: a picture that is read from top to bottom.
    case rows
    /// Shades of grey, a column for each step: a spectrogram.
    case columns
  }

  /// "adding problem".
  var title: String
  /// The task, as an instruction: "add the two marked numbers".
  var asks: String
  /// A name for the answers: "Sum of the two marked numbers".
  var answers: String
  /// A character for each token; empty if numbers are fed.
  var symbols = ""
  /// The names of the numbers that are fed at each step; empty if tokens are fed.
  var inputs: [String] = []
  /// The names of the classes; empty if the answer is one number.
  var classes: [String] = []
  /// True if steps have answers, false if only the last one has.
  var everyStep = false
  var drawing = Drawing.lines

  func shape(timeSteps: Int) -> SequenceShape {
    SequenceShape(
      timeSteps: timeSteps, features: inputs.count, vocabulary: symbols.unicodeScalars.count,
      outputs: classes.isEmpty ? 1 : classes.count, target: classes.isEmpty ? .values : .classes,
      everyStep: everyStep)
  }
}
