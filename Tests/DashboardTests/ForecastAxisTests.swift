import Dashboard
import Telemetry
import Testing

@Suite struct ForecastAxisTests {
  private func axis(_ rows: [Int], dates: [String] = [], part: Int? = nil) -> ForecastAxis {
    ForecastAxis(
      ForecastPlaces(
        unit: "rows", rows: rows, dates: dates, partCount: part ?? rows.count, total: 2820))
  }

  @Test func rowsAreRound() {
    let labels = axis(Array(2257...2536)).labels(columns: 64)
    #expect(labels.map(\.text) == ["2 300", "2 400", "2 500"])
    #expect(labels.map(\.point) == [43, 143, 243])
  }

  @Test func datesAreThoseOfTheirRows() {
    let dates = (0..<100).map { "2024-01-\($0 < 9 ? "0" : "")\($0 + 1) 00:00" }
    let labels = axis(Array(1...100), dates: dates).labels(columns: 60)
    #expect(
      labels.map(\.text)
        == ["2024-01-01", "2024-01-50", "2024-01-100"].map {
          String($0.prefix(10))
        })
    #expect(labels.map(\.point) == [0, 49, 99])
    let hours = (10..<20).map { "2024-01-01 \($0):00" }
    #expect(
      axis(Array(1...10), dates: hours).labels(columns: 30).map(\.text) == ["10:00", "19:00"])
  }

  @Test func theTitleSaysWhichPartOfTheFileItIs() {
    #expect(
      axis(Array(2257...2536)).titles.first == "validation: rows 2 257 to 2 536 of 2 820")
    let dated = axis([5, 6], dates: ["1749-05", "1749-06"], part: 1200)
    #expect(
      dated.titles.first
        == "validation, the last 2 of 1 200: rows 5 to 6 of 2 820, 1749-05 to 1749-06")
    #expect(dated.titles.last == "validation")
  }

  @Test func nothingIsNothing() {
    #expect(axis([]).labels(columns: 50) == [] && axis([]).titles == [])
    #expect(axis([7]).labels(columns: 50).map(\.text) == ["7"])
    #expect(axis([7, 8]).labels(columns: 0) == [])
  }
}
