extension Screen {
  /// The rows as text, without blanks at their ends.
  package var text: String {
    (0..<size.rows).map { row in
      var line = String.UnicodeScalarView()
      for column in 0..<size.columns {
        let scalar = self[column, row].scalar
        // The second half of a wide one.
        if scalar.value != 0 { line.append(scalar) }
      }
      while line.last == " " { line.removeLast() }
      return String(line) + "\n"
    }.joined()
  }
}
