import Datasets
import Foundation
import Testing

/// Columns known ahead of time, the calendar, and windows scaled by themselves.
struct KnownColumnsTests {
  private let scratch: Scratch
  private let files: DataFiles

  init() throws {
    scratch = try Scratch()
    files = DataFiles(folders: [scratch.folder])
  }

  private func day(_ row: Int) -> String {
    let date = CivilDate(days: 19_723 + row)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(date.year)-\(two(date.month))-\(two(date.day))"
  }

  /// Sales of row n are 1000 + n * n % 37, its price is 500 + n; `open` rows at the end lack the sales.
  private func table(_ rows: Int, open: Int = 0) -> String {
    "day,sales,price,promo\n"
      + (0..<rows + open).map { row in
        let sales = row < rows ? "\(1000 + row * row % 37)" : ""
        return "\(day(row)),\(sales),\(500 + row),\(row % 7 == 0 ? "yes" : "no")\n"
      }.joined()
  }

  private func configuration(
    horizon: Int, _ change: (inout DataConfiguration) -> Void = { _ in }
  ) -> DataConfiguration {
    var configuration = DataConfiguration(
      source: "csv", file: "f", target: "sales", window: 4, horizon: horizon)
    configuration.known = ["price"]
    configuration.prepare = []
    change(&configuration)
    return configuration
  }

  @Test(arguments: [1, 3]) func isFedUpToTheRowThatIsPredicted(_ horizon: Int) throws {
    try scratch.write("f", table(100))
    let data = try scratch.load(configuration(horizon: horizon))
    #expect(data.shape.features == 2)
    for (part, examples) in zip([data.training, data.validation, data.test], data.all) {
      for (index, example) in examples.enumerated() {
        let row = part.place(of: index).map { $0.row - 1 } ?? 3 + horizon + index
        #expect(example.values == [Float(1000 + row * row % 37)])
        for step in 0..<4 {
          let fed = row - horizon - 3 + step
          #expect(example.inputs[2 * step] == Float(1000 + fed * fed % 37))
          #expect(example.inputs[2 * step + 1] == Float(500 + fed + horizon))
        }
      }
    }
    #expect(data.notes.contains { $0.contains("known ahead of time") && $0.contains("price") })
    #expect(data.report.columns.first { $0.name == "price" }?.role == .known)
  }

  /// A category is known ahead as well, and its kinds are those of the training part.
  @Test func wordsAreKnownAheadToo() throws {
    try scratch.write("f", table(100))
    let data = try scratch.load(configuration(horizon: 2) { $0.known = ["promo"] })
    #expect(data.shape.features == 3)
    for (index, example) in data.all[0].enumerated() {
      let row = 3 + 2 + index
      let isPromoted: Float = row % 7 == 0 ? 1 : 0
      // no, yes.
      #expect(Array(example.inputs.suffix(2)) == [1 - isPromoted, isPromoted])
    }
  }

  @Test(arguments: [0, 1, 2, 5]) func rowsWithoutTheTargetArePredicted(_ open: Int) throws {
    try scratch.write("f", table(100))
    let horizon = 2
    let data = try scratch.load(configuration(horizon: horizon))
    try scratch.write("new", table(60, open: open))
    let file = try SeriesSource.prepare("new", by: data.description, files: files) { _ in }
    let predicted = (0..<file.examples.count).filter { !file.examples.hasTarget($0) }
    #expect(predicted.count == min(open, horizon))
    for (ahead, index) in predicted.enumerated() {
      #expect(file.keys(index) == ["\(61 + ahead)", day(60 + ahead)])
      let example = WrittenExample(file.examples, index, shape: file.shape)
      #expect(example.inputs.last == Float(500 + 60 + ahead))
      #expect(
        example.inputs[example.inputs.count - 2] == Float(1000 + (58 + ahead) * (58 + ahead) % 37))
    }
    let isSaid = file.notes.contains {
      $0.contains(open == 0 ? "add rows with it" : "not predicted")
    }
    #expect(isSaid == (open == 0 || open > horizon))
  }

  @Test func aColumnHasOneUse() throws {
    try scratch.write("f", table(100))
    for (column, use) in [("sales", "the target"), ("day", "time"), ("promo", "an input")] {
      let message = scratch.message(
        configuration(horizon: 1) {
          $0.known = [column]
          $0.columns = ["sales", "promo"]
        })
      #expect(message?.contains("known ahead of time") == true)
      #expect(message?.contains(use) == true)
    }
    #expect(
      scratch.message(configuration(horizon: 1) { $0.known = ["prise"] })?.contains("price") == true
    )
  }

  // MARK: the calendar

  @Test func theCalendarIsThatOfTheRowThatIsPredicted() throws {
    try scratch.write("f", table(400))
    let data = try scratch.load(
      configuration(horizon: 3) {
        $0.known = []
        $0.calendar = true
      })
    // Days have no hour.
    #expect(data.description.series?.calendar == [.weekday, .month])
    #expect(data.shape.features == 5)
    for (index, example) in data.all[2].enumerated() {
      let row = try #require(data.test.place(of: index)).row - 1
      let date = CivilDate(days: 19_723 + row)
      let week = 2 * Double.pi * Double(CivilDate.weekday(of: 19_723 + row) - 1) / 7
      let year = 2 * Double.pi * (Double(date.month - 1) + Double(date.day - 1) / 31) / 12
      let wanted = [sin(week), cos(week), sin(year), cos(year)]
      for (fed, wanted) in zip(example.inputs.suffix(4), wanted) {
        #expect(abs(Double(fed) - wanted) < 1e-6)
      }
    }
    // The rows behind the end have dates, and so a calendar.
    let file = try SeriesSource.prepare("f", by: data.description, files: files) { _ in }
    let last = WrittenExample(file.examples, file.examples.count - 1, shape: file.shape)
    let week = 2 * Double.pi * Double(CivilDate.weekday(of: 19_723 + 402) - 1) / 7
    #expect(abs(Double(last.inputs[last.inputs.count - 4]) - sin(week)) < 1e-6)
  }

  @Test func aTableWithoutDatesHasNoCalendar() throws {
    try scratch.write("f", "a,b\n" + (0..<100).map { "\($0 * $0 % 17),\($0 * 3 % 7)\n" }.joined())
    var configuration = DataConfiguration(source: "csv", file: "f", target: "a", window: 4)
    configuration.calendar = true
    #expect(
      scratch.message(configuration)?.contains("data.calendar needs a column of dates") == true)
  }

  // MARK: windows scaled by themselves

  @Test func aWindowIsScaledByItsOwnMeanAndDeviation() throws {
    // It grows a hundredfold.
    let values = (0..<200).map { 10 * pow(1.03, Double($0)) * (1 + 0.3 * sin(Double($0) / 3)) }
    try scratch.write("f", "v\n" + values.map { "\($0)\n" }.joined())
    var configuration = DataConfiguration(source: "csv", file: "f", window: 12, horizon: 2)
    configuration.scaleBy = .window
    configuration.prepare = [PreparationStep("scale", "standard")]
    let data = try scratch.load(configuration)
    for (part, examples) in zip([data.training, data.validation, data.test], data.all) {
      for (index, example) in examples.enumerated() {
        let mean = example.inputs.reduce(0, +) / 12
        let square = example.inputs.reduce(0) { $0 + $1 * $1 } / 12
        #expect(abs(mean) < 1e-4)
        #expect(abs(square - 1) < 1e-3)
        let row = part.place(of: index).map { $0.row - 1 } ?? 11 + 2 + index
        let back = part.inUnits(example.values[0], of: index, output: 0)
        #expect(abs(back / values[row] - 1) < 1e-4)
      }
    }
    // Persistence is scored as the network is: its error over the deviation of the window.
    var missed = 0.0
    for (index, example) in data.all[2].enumerated() {
      let last = Double(example.inputs[11])
      missed += pow(last - Double(example.values[0]), 2)
      #expect(data.test.hasTarget(index))
    }
    let baseline = try #require(data.baselines.first { $0.name == "persistence" })
    #expect(abs(Double(baseline.testLoss) * Double(data.test.count) / missed - 1) < 1e-3)
    // And a model file keeps it.
    let file = try SeriesSource.prepare("f", by: data.description, files: files) { _ in }
    let own = WrittenExample(file.examples, data.training.count, shape: file.shape)
    #expect(own == data.example(data.validation, 0))
  }

  @Test func aWindowInWhichNothingHappensStaysSmall() throws {
    let values = (0..<300).map { $0 % 60 < 30 ? 5 : 5 + Double($0 * $0 % 11) }
    try scratch.write("f", "v\n" + values.map { "\($0)\n" }.joined())
    var configuration = DataConfiguration(source: "csv", file: "f", window: 8)
    configuration.scaleBy = .window
    let data = try scratch.load(configuration)
    for example in data.all.joined() {
      #expect((example.inputs + example.values).allSatisfy { $0.isFinite && abs($0) < 1000 })
    }
  }
}
