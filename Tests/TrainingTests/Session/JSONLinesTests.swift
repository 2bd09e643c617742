import Foundation
import Testing
import Training

@Suite struct JSONLinesTests {
  private func parsed(_ line: JSONLine) throws -> [String: Any] {
    #expect(!line.line.contains("\n"), "one object, one line")
    let object = try JSONSerialization.jsonObject(with: Data(line.line.utf8))
    return try #require(object as? [String: Any])
  }

  @Test func keysStayInTheirOrder() {
    var line = JSONLine("progress", seconds: 1.5)
    line.text("lane", "gru")
    line.whole("step", 12)
    line.number("train_loss", Float(0.25))
    line.text("reason", nil)
    line.whole("time_step", nil)
    line.raw("hidden", "[8, 8]")
    #expect(
      line.line == #"{"event": "progress", "seconds": 1.5, "lane": "gru", "step": 12, "#
        + #""train_loss": 0.25, "reason": null, "time_step": null, "hidden": [8, 8]}"#)
  }

  @Test func whatIsNotFiniteIsNullAndNamed() throws {
    var line = JSONLine("validation", seconds: 0)
    line.number("val_loss", Float.nan)
    line.number("grad_norm", Double.infinity)
    line.number("penalty", -Double.infinity)
    line.number("learning_rate", 0.001)
    line.metrics("val_metrics", [("perplexity", .infinity), ("nats_per_token", 3.5)])
    line.number("absent", nil as Double?)
    let object = try parsed(line)
    for key in ["val_loss", "grad_norm", "penalty", "absent"] { #expect(object[key] is NSNull) }
    #expect(
      object["nonfinite"] as? [String] == [
        "val_loss", "grad_norm", "penalty", "val_metrics.perplexity",
      ])
    let metrics = try #require(object["val_metrics"] as? [String: Any])
    #expect(metrics["perplexity"] is NSNull)
    #expect(metrics["nats_per_token"] as? Double == 3.5)
  }

  @Test func finiteLinesHaveNoSuchKey() throws {
    var line = JSONLine("progress", seconds: 2)
    line.metrics("none", [])
    #expect(try parsed(line)["nonfinite"] == nil)
  }

  @Test(arguments: [
    0, -0.0, 1, -17, 0.1, 1e-7, -2.5e-30, 1e15, 1e16, 1e300, -1e300, 123_456.789,
    .leastNonzeroMagnitude,
    0.30000001192092896, Double(Int32.max),
  ])
  func numbersComeBack(_ value: Double) throws {
    var line = JSONLine()
    line.number("x", value)
    let back = try #require(try parsed(line)["x"] as? Double)
    #expect(abs(back - value) <= abs(value) * 1e-8)
  }

  @Test(arguments: [
    "", "plain", "\"quoted\" and \\back\\", "line\nbreak\r\ttab", "\u{0}\u{1}\u{1F}",
    "\u{7F}\u{9B}",
    "\u{1B}[31mred", "héllo 日本 👩‍👩‍👧", "\u{2028}\u{2029}", "/slash/", "\u{FFFD}\u{10FFFF}",
  ])
  func textsComeBack(_ text: String) throws {
    var line = JSONLine()
    line.text(text, text)
    let object = try parsed(line)
    #expect(object[text] as? String == text)
    #expect(
      line.line.unicodeScalars.allSatisfy { $0.value >= 32 && !(127...159).contains($0.value) },
      "nothing in a line steers a terminal")
  }

  @Test func objectsNest() throws {
    var inner = JSONLine()
    inner.number("test", Double.nan)
    var outer = JSONLine("start", seconds: 0)
    outer.object("data", inner)
    let data = try #require(try parsed(outer)["data"] as? [String: Any])
    #expect(data["test"] is NSNull)
    #expect(data["nonfinite"] as? [String] == ["test"])
  }
}
