/// Windows of several series, one series after another, or in their own order.
struct PanelWindows: Examples {
  private let members: [SeriesWindows]
  let series: [String]
  /// [examples], the series and the window within it.
  private let places: [(series: Int32, window: Int32)]

  init(_ members: [SeriesWindows], names: [String]) {
    self.members = members
    series = names
    places = members.enumerated().flatMap { place, windows in
      (0..<windows.count).map { (Int32(place), Int32($0)) }
    }
  }

  /// In ascending order of `number`; examples whose number is 0 are left out.
  init(
    _ members: [SeriesWindows], names: [String], by number: (_ series: Int, _ row: Int) -> Int
  ) {
    self.members = members
    series = names
    let all = members.enumerated().flatMap { place, windows in
      (0..<windows.count).map { window in
        (number: number(place, windows.targetRow(window)), place: (Int32(place), Int32(window)))
      }
    }
    places = all.filter { $0.number > 0 }.enumerated()
      .sorted { ($0.element.number, $0.offset) < ($1.element.number, $1.offset) }
      .map(\.element.place)
  }

  /// As one kind of examples, whatever the number of series.
  /// - Parameter names: of the series of a panel; empty: there is one series without a name.
  static func joined(_ members: [SeriesWindows], names: [String]) -> any Examples {
    names.isEmpty ? members[0] : PanelWindows(members, names: names)
  }

  var count: Int { places.count }

  /// The series and the row in it that example `index` predicts.
  func target(_ index: Int) -> (series: Int, row: Int) {
    let (place, window) = places[index]
    return (Int(place), members[Int(place)].targetRow(Int(window)))
  }

  private func windows(_ index: Int) -> (SeriesWindows, Int) {
    (members[Int(places[index].series)], Int(places[index].window))
  }

  func series(of index: Int) -> Int { Int(places[index].series) }

  func hasTarget(_ index: Int) -> Bool {
    let (windows, window) = windows(index)
    return windows.hasTarget(window)
  }

  func place(of index: Int) -> RowPlace? {
    let (windows, window) = windows(index)
    return windows.place(of: window)
  }

  func inUnits(_ value: Float, of index: Int, output: Int) -> Double {
    let (windows, window) = windows(index)
    return windows.inUnits(value, of: window, output: output)
  }

  func write(_ index: Int, pass: Int, to batch: BatchPointers, column: Int) {
    let place = places[index]
    members[Int(place.series)].write(Int(place.window), pass: pass, to: batch, column: column)
  }
}
