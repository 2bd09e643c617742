import Foundation
import Telemetry
import Testing

/// Each with what a sentence must not say: 0 of something, all of nearly all, a lost digit.
@Suite struct NumbersSentencesTests {
  private static let values: [Double] = [
    0, 1, -1, 0.1, 0.5, 2.0 / 3, 12.345, 99.96, 123.456, 1e-7, 1e7, 6.02e23, -1e-300, 1e300, .nan,
    .infinity, -.infinity,
  ]

  @Test(arguments: values) func asPrintf(_ x: Double) {
    for digits in 1...17 {
      #expect(Numbers.general(x, digits) == String(format: "%.\(digits)g", x))
      #expect(Numbers.decimals(x, digits) == String(format: "%.\(digits)f", x))
    }
  }

  @Test(arguments: [(0.0, "0"), (0.5, "0.5"), (2.25, "2.25"), (20, "20"), (100, "100")])
  func withoutZerosAtTheEnd(_ x: Double, _ text: String) {
    #expect(Numbers.trimmed(x, 0) == "\(Int(x.rounded(.toNearestOrEven)))")
    #expect(Numbers.trimmed(x, 4) == text)
  }

  @Test(arguments: [
    (0.0, "0.0"), (1, "1"), (0.03333333, "0.03333"), (61230.7, "61231"), (1.5e-7, "1.5e-7"),
    (1e9, "1e9"), (-12.5, "-12.5"), (9999.6, "10000"), (0.0099999, "0.01"),
  ])
  func fourDigits(_ x: Double, _ text: String) { #expect(Numbers.fourDigits(x) == text) }

  @Test(arguments: [
    (Float(0), "0"), (0.034, "0.034"), (12.34, "12.3"), (123.4, "123"), (7_000_000, "7.0e6"),
    (2.5e-5, "2.5e-5"), (1e10, "1.0e10"), (.nan, "nan"),
  ])
  func twoDigits(_ x: Float, _ text: String) { #expect(Numbers.twoDigits(x) == text) }

  @Test(arguments: [
    (Float(0), "0"), (0.5, "0.500"), (1234.5, "1234"), (2e7, "2.00e+07"), (100, "100"),
  ])
  func padded(_ x: Float, _ text: String) { #expect(Numbers.padded(x) == text) }

  @Test(arguments: [
    (Float(1), "100 %"), (0, "0 %"), (0.781, "78.1 %"), (0.9999, "99.99 %"), (0.00001, "0.001 %"),
  ])
  func exactPercent(_ share: Float, _ text: String) { #expect(Numbers.exactPercent(share) == text) }

  @Test(arguments: [
    (Float(0.66), "34 %"), (1.34, "34 %"), (1.049, "4.9 %"), (0.0001, "99.99 %"),
    (1.0001, "0.01 %"),
  ])
  func percentApart(_ share: Float, _ text: String) { #expect(Numbers.percentApart(share) == text) }

  @Test(arguments: [
    (0.0, "0%"), (0.0001, "<0.1%"), (0.047, "4.7%"), (0.871, "87%"), (1, "100%"), (.nan, "-"),
  ])
  func shares(_ share: Double, _ text: String) { #expect(Numbers.percent(share) == text) }

  @Test(arguments: [
    (Float(3.41), "3.4 times"), (99.4, "99 times"), (271, "270 times"),
    (3e6, "over a million times"), (.infinity, "over a million times"),
  ])
  func times(_ ratio: Float, _ text: String) { #expect(Numbers.times(ratio) == text) }

  @Test(arguments: [(0, "0 B"), (999, "999 B"), (4100, "4.1 kB"), (12_300_000, "12 MB")])
  func fileSizes(_ bytes: Int, _ text: String) { #expect(Numbers.fileSize(bytes) == text) }

  @Test(arguments: [(0.0, "0 MB"), (1, "1 MB"), (300e6, "300 MB"), (1.54e9, "1.5 GB")])
  func memory(_ bytes: Double, _ text: String) { #expect(Numbers.memory(bytes) == text) }

  @Test(arguments: [(Float?.none, "-"), (.nan, "-"), (0.41234, "0.4123"), (1e-9, "1e-09")])
  func measured(_ x: Float?, _ text: String) { #expect(Numbers.measured(x) == text) }
}
