import Testing
import Training

@Suite struct LogRangeTests {
  @Test(arguments: [
    ("log(1e-4, 1e-1, 4)", ["0.0001", "0.001", "0.01", "0.1"]),
    ("log(1e-4, 1e-1, 5)", ["0.0001", "0.0005623", "0.003162", "0.01778", "0.1"]),
    ("log( 0.1 ,0.001,3 )", ["0.1", "0.01", "0.001"]),
    ("log(1, 64, 7)", ["1", "2", "4", "8", "16", "32", "64"]),
    ("log(1e-6, 1e-5, 2)", ["1e-06", "1e-05"]),
    // Four digits would say the same three times.
    ("log(1, 1.0002, 3)", ["1", "1.0001", "1.0002"]),
  ])
  func values(_ text: String, _ expected: [String]) throws {
    #expect(try LogRange(text, argument: "--over x").texts == expected)
  }

  /// Each number is the same factor away from the one before.
  @Test func factors() throws {
    let values = try LogRange("log(0.0003, 7, 9)", argument: "").values
    #expect(values.first == 0.0003 && values.last == 7)
    for (a, b) in zip(values, values.dropFirst()) {
      #expect(abs(b / a / (values[1] / values[0]) - 1) < 1e-12)
    }
  }

  @Test(arguments: [
    ("log", "log(FROM, TO, COUNT) is needed"), ("log(1, 2)", "2 parts; log(FROM"),
    ("log(1, 2, 3, 4)", "4 parts"), ("log(1, 2, 3", "is needed"),
    ("log(0, 1, 3)", "FROM is 0; a number above 0"), ("log(-1, 1, 3)", "FROM is -1"),
    ("log(1, x, 3)", "TO is x"), ("log(1, .inf, 3)", "TO is .inf"), ("log(1, 1e999, 3)", "TO is"),
    ("log(2, 2, 3)", "are the same"), ("log(1, 2, 1)", "COUNT is 1; a whole number from 2 to 1000"),
    ("log(1, 2, 1001)", "COUNT is 1001"), ("log(1, 2, 2.5)", "COUNT is 2.5"),
    ("log(1, 2, 99999999999999999999)", "COUNT is"), ("log(, 2, 3)", "FROM is nothing"),
    ("log10(1, 2, 3)", "is needed"),
  ])
  func refused(_ text: String, _ says: String) {
    #expect {
      try LogRange(text, argument: "--over k=" + text)
    } throws: { "\($0)".contains(says) && "\($0)".hasPrefix("--over k=") }
  }
}
