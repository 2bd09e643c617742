import Foundation
import Testing

/// Files that were exported, as other programs read them: `.ci/peers` installs those.
@Suite struct PeerTests {
  private static let isAsked = ProcessInfo.processInfo.environment["RNN_TUI_PEERS"] == "1"

  /// Said once, so that nobody takes a test that did not run for one that passed.
  @Test func whatIsLeftOutIsSaid() {
    if !Self.isAsked { print("PeerTests: Chromium and pandas are not asked; .ci/peers does") }
  }

  private func python(_ program: Program, _ script: String) throws -> Program.Result {
    try program.start(["-c", script], executable: "/usr/bin/python3").finish()
  }

  /// The table has the values that the record has, and pandas finds the types.
  @Test(.enabled(if: isAsked)) func pandasReadsTheTable() throws {
    let recorded = try RecordedFolder(
      requests: ["9:regularizers.dropout=0.3", "17:gru:restart"], steps: 40,
      sets: ["data.count=200", "data.length=8", "model.hidden=[4]", "training.validate_every=5"])
    let program = try Program()
    #expect(try program.run(["export", recorded.run, "--to", "curves.csv"]).status == 0)
    #expect(try program.run(["export", recorded.run, "--to", "curves.json"]).status == 0)
    let last = try #require(recorded.live.last?.snapshot)
    for lane in last.lanes {
      let attempt = lane.info.name == "gru" ? 2 : 1
      let losses = lane.validationCurve.buckets.map { "\(Double($0.mean))" }.joined(separator: ",")
      let means = lane.trainCurve.buckets.map { "\($0.exactMean)" }.joined(separator: ",")
      let result = try python(
        program,
        """
        import pandas, numpy
        table = pandas.read_csv("curves.csv", float_precision="round_trip")
        assert table.step.dtype == "int64" and table.val_loss.dtype == "float64", table.dtypes
        own = table[(table.lane == "\(lane.info.name)") & (table.attempt == \(attempt))]
        val = own.val_loss.dropna().to_numpy()
        assert numpy.array_equal(val.astype("float32"), numpy.array([\(losses)], "float32")), val
        train = own.train_loss.dropna().to_numpy()
        assert numpy.array_equal(train, numpy.array([\(means)])), train
        assert own.step.is_monotonic_increasing
        other = pandas.read_json("curves.json", orient="records")
        assert len(other) == len(table) and list(other.lane) == list(table.lane)
        """)
      #expect(result.status == 0, "\(lane.info.name): \(result.errors)")
    }
  }

  /// Chromium draws the picture as wide and as tall as it says, and what is drawn is there: each letter
  /// of the text has ink in its cell, and a blank among blanks has none.
  @Test(.enabled(if: isAsked), arguments: ["dark", "light"])
  func chromiumDrawsTheScreen(_ theme: String) throws {
    let recorded = try RecordedFolder(requests: ["9:regularizers.dropout=0.3"], steps: 40)
    let program = try Program()
    let picture = try program.run(
      ["export", recorded.run, "--to", "screen.svg", "--size", "120x36", "--theme", theme])
    #expect(picture.status == 0, "\(picture.errors)")
    #expect(
      try program.run(["export", recorded.run, "--to", "screen.txt", "--size", "120x36"]).status
        == 0)
    let path = program.folder.path
    let drawn = try program.shell(
      "exec chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --user-data-dir=\(path)/profile "
        + "--window-size=1400,1000 --screenshot=\(path)/screen.png file://\(path)/screen.svg")
    #expect(access("\(path)/screen.png", F_OK) == 0, "\(drawn.errors)")
    let checked = try python(
      program,
      """
      import re
      from PIL import Image
      svg = open("screen.svg").read()
      width, height = map(float, re.search(r'width="([0-9.]+)[a-z]*" height="([0-9.]+)', svg).groups())
      rows = open("screen.txt").read().split("\\n")[:36]
      image = Image.open("screen.png").convert("RGB")
      cell = (width / 120, height / 36)
      missing, stray = [], []
      for y, row in enumerate(rows):
          for x, letter in enumerate(row.ljust(120)):
              box = [round(v) for v in (x * cell[0], y * cell[1], (x + 1) * cell[0], (y + 1) * cell[1])]
              colours = set(image.crop(box).getdata())
              if letter.isalnum() and len(colours) < 2: missing.append((x, y, letter))
              # A blank may have a colour of its own, as in the map, and nothing else.
              near = "".join(r[max(0, x - 1):x + 2] for r in rows[max(0, y - 1):y + 2]).strip()
              if not near and len(colours) > 1: stray.append((x, y))
      assert not missing and not stray, (missing[:9], stray[:9], cell)
      """)
    #expect(checked.status == 0, "\(checked.errors)")
  }
}
