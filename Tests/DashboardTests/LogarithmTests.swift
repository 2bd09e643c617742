import Dashboard
import Foundation
import Testing

@Suite struct LogarithmTests {
  @Test func agreesWithTheLibrary() {
    for i in 1...2000 {
      let x = pow(1.7, Double(i - 1000) / 2)
      #expect(abs(Logarithm.base10(x) - log10(x)) < 1e-9 * max(1, abs(log10(x))))
      let y = Double(i - 1000) / 10
      #expect(abs(Logarithm.power10(y) / pow(10, y) - 1) < 1e-9)
    }
    #expect(Logarithm.base10(0) == -.infinity)
    #expect(Logarithm.base10(-1).isNaN && Logarithm.base10(.nan).isNaN)
  }
}
