import Foundation
import Telemetry
import Testing

@Suite struct NumbersTests {
  @Test(arguments: [
    (Float(0.16624), "0.1662"), (1.23456, "1.2346"), (12.3456, "12.346"), (123.456, "123.46"),
    (1234.56, "1234.6"), (123456, "1.2e5"), (0.000012, "1.2e-5"), (0, "0"), (-0.5, "-0.5000"),
    (.nan, "NaN"), (.infinity, "inf"), (9.99999, "10.000"), (.greatestFiniteMagnitude, "3.4e38"),
    (.leastNonzeroMagnitude, "1.4e-45"),
  ])
  func losses(_ value: Float, _ expected: String) {
    #expect(Numbers.loss(value) == expected)
  }

  @Test(arguments: [
    (0.001, "0.001"), (0.0005, "0.0005"), (0.000625, "6.25e-4"), (0.00125, "0.00125"),
    (0.98765432e-3, "9.88e-4"), (1e-5, "1e-5"), (1.5, "1.5"), (0, "0"), (.nan, "NaN"),
    (.infinity, "inf"), (300_000, "300000"), (12_345_678, "1.23e7"),
  ])
  func rates(_ value: Double, _ expected: String) {
    #expect(Numbers.rate(value) == expected)
    #expect(expected.utf8.count <= 7)
  }

  @Test func groupsAndCounts() {
    #expect(Numbers.grouped(1820) == "1 820")
    #expect(Numbers.grouped(-1_234_567) == "-1 234 567")
    #expect(Numbers.grouped(.min).hasPrefix("-9 223"))
    #expect(Numbers.count(17551) == "17 551")
    #expect(Numbers.count(1_241_000) == "1.24M")
  }

  @Test(arguments: [
    (0.0, "0:00"), (41, "0:41"), (3723, "1:02:03"), (273_600, "3 d 4 h"), (-1, "-"), (.nan, "-"),
    (.infinity, "-"),
  ])
  func durations(_ seconds: Double, _ expected: String) {
    #expect(Numbers.duration(seconds) == expected)
  }

  @Test func plainNumbers() {
    #expect(Numbers.plain(0.001) == "0.001")
    #expect(Numbers.plain(0.5) == "0.5")
    #expect(Numbers.plain(20) == "20")
    #expect(Numbers.short(0.031) == "0.031")
    #expect(Numbers.short(0.00001) == "1e-5")
  }

  @Test func everyFloatBecomesText() {
    for exponent in -320...308 {
      for significand in [1.0, 2.7, 9.9999999] {
        let x = significand * pow(10, Double(exponent))
        #expect(!Numbers.fixed(x, 4).isEmpty && !Numbers.significant(x, 3).isEmpty)
        #expect(Numbers.loss(Float(x)).utf8.count <= 7)
      }
    }
  }

  @Test func wholeNumbersFromAnything() {
    #expect(WholeNumber.of(.nan) == 0)
    #expect(WholeNumber.of(.infinity, in: 0...7) == 7)
    #expect(WholeNumber.of(-.infinity, in: 0...7) == 0)
    #expect(WholeNumber.of(1e300, in: 0...7) == 7)
    #expect(WholeNumber.of(3.9) == 3)
  }

  @Test func radius() {
    let table: [(Double, String)] = [
      (0.8345, "0.83"), (12.345, "12.3"), (123.45, "123"), (30596.87, "3.1e4"), (0.0042, "4e-3"),
      (9.996, "10.0"), (999.6, "1.0e3"), (0, "0"), (.nan, "NaN"), (.infinity, "inf"),
      (2e20, "2e20"),
    ]
    for (value, text) in table { #expect(Numbers.radius(value) == text) }
    for exponent in -38...38 {
      for factor in [1.0, 2.5, 9.94, 9.96, 9.999] {
        let text = Numbers.radius(factor * pow(10, Double(exponent)))
        #expect(text.utf8.count <= 5, "\(text)")
      }
    }
  }
}
