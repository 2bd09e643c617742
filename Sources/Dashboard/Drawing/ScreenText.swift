extension Screen {
  /// The rows as text, without trailing blanks.
  package var text: String {
    (0..<size.rows).map { row in
      var line = String.UnicodeScalarView()
      for column in 0..<size.columns {
        let scalar = self[column, row].scalar
        // Skips the second half of a wide letter.
        if scalar.value != 0 { line.append(scalar) }
      }
      while line.last == " " { line.removeLast() }
      return String(line) + "\n"
    }.joined()
  }
}
