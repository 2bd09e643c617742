import Dashboard
import Telemetry
import Testing

@Suite struct FuzzTests {
  @Test func anySize() {
    for (columns, rows) in [
      (0, 0), (1, 1), (2, 2), (1, 200), (200, 1), (40, 8), (41, 9), (1000, 300), (-3, 5),
    ] {
      let screen = render(Fixture.state(columns, rows))
      #expect(screen.size.columns == max(0, columns) && screen.size.rows == max(0, rows))
    }
    for pane in PaneRegistry.all.map(\.id) {
      for snapshot in [
        Fixture.adding(), Fixture.language(), Fixture.classes(9), Fixture.pairs(areWords: true),
        Fixture.labels(),
      ] {
        for columns in stride(from: 0, through: 300, by: 17) {
          for rows in stride(from: 0, through: 100, by: 9) {
            var state = Fixture.state(columns, rows, snapshot)
            (state.focus, state.tensorCursor, state.gateScroll) = (pane, columns % 9, rows % 9)
            #expect(render(state).size == state.size)
          }
        }
      }
    }
    for sheet in [Fixture.seriesSheet(), Fixture.textSheet()] {
      for columns in stride(from: 0, through: 300, by: 13) {
        for rows in stride(from: 0, through: 100, by: 7) {
          var state = Fixture.state(columns, rows, Fixture.withData(sheet))
          (state.focus, state.dataScroll) = (.data, columns % 40)
          #expect(render(state).size == state.size)
        }
      }
    }
    for columns in stride(from: 0, through: 190, by: 3) {
      for rows in stride(from: 0, through: 64, by: 2) {
        let state = Fixture.small(columns, rows)
        #expect(render(state).cells.count == columns * rows)
      }
    }
  }

  @Test func aSweepInAnySize() {
    let snapshot = SweepFixture.snapshot()
    for columns in stride(from: 0, through: 200, by: 7) {
      for rows in stride(from: 0, through: 70, by: 3) {
        var state = SweepFixture.state(columns, rows, snapshot)
        #expect(render(state).cells.count == columns * rows)
        (state.focus, state.isFullScreen, state.selectedLane) = (
          .lanes, rows % 2 == 0, columns % 60
        )
        #expect(render(state).cells.count == columns * rows)
      }
    }
  }

  @Test func asciiHoldsEverywhere() {
    var session = Fixture.language()
    session.info?.dataSheet = Fixture.seriesSheet()
    var state = Fixture.state(160, 50, session, unicode: false)
    for _ in PaneRegistry.all {
      for isFull in [false, true] {
        state.isFullScreen = isFull
        #expect(render(state).cells.allSatisfy { $0.scalar.value < 127 })
      }
      _ = update(&state, .key(.tab))
    }
  }

  /// Numbers that training can produce when it goes wrong.
  @Test func badNumbers() {
    for bad in [
      Float.nan, .infinity, -.infinity, 0, -1, .greatestFiniteMagnitude, .leastNonzeroMagnitude,
    ] {
      var snapshot = Fixture.adding()
      for i in snapshot.lanes.indices {
        let step = snapshot.lanes[i].step
        snapshot.lanes[i].trainLoss = bad
        snapshot.lanes[i].bestLoss = bad
        snapshot.lanes[i].gradientNorm = bad
        snapshot.lanes[i].gradientNormClipped = bad
        snapshot.lanes[i].clippedShare = bad
        snapshot.lanes[i].learningRate = bad
        snapshot.lanes[i].stepsPerSecond = bad
        snapshot.lanes[i].trainCurve.append(step: step + 1, seconds: .nan, value: bad)
        snapshot.lanes[i].validationCurve.append(step: step + 1, seconds: .infinity, value: bad)
        snapshot.lanes[i].gradients[0].profile = Array(repeating: bad, count: 150)
        snapshot.lanes[i].gradients[0].spectralRadius = bad
        snapshot.lanes[i].gradients[0].reach.pace = .halves(every: bad)
        snapshot.lanes[i].gradients[0].reach.growth = bad
        snapshot.lanes[i].gradients[0].map.push(steps: step...step, end: bad) {
          UInt8(truncatingIfNeeded: $0)
        }
        snapshot.lanes[i].largestNorm = bad
        snapshot.lanes[i].explosions = [Explosion(step: step, norm: bad, seconds: .nan)]
        for j in snapshot.lanes[i].tensors.indices {
          snapshot.lanes[i].tensors[j].gradientNorm = bad
          snapshot.lanes[i].tensors[j].weightNorm = j % 2 == 0 ? bad : 1
          snapshot.lanes[i].tensors[j].updateNorm = bad
        }
        for j in snapshot.lanes[i].layers.indices {
          snapshot.lanes[i].layers[j].saturatedStates = bad
          for k in snapshot.lanes[i].layers[j].gates.indices {
            snapshot.lanes[i].layers[j].gates[k].open = bad
            snapshot.lanes[i].layers[j].gates[k].closed = bad
            snapshot.lanes[i].layers[j].gates[k].mean = bad
          }
        }
        snapshot.lanes[i].diagnosticsShare = bad
        var attention = Fixture.attention(.timeSteps)
        attention.weights = attention.weights.map { _ in bad }
        snapshot.lanes[i].attention = attention
        snapshot.lanes[i].output = .forecast([
          Forecast(
            title: "",
            places: ForecastPlaces(
              unit: "rows", rows: [3, 1], dates: [""], partCount: -1, total: 0),
            truth: [bad, 1], forecast: [bad], rmse: bad, baselineRMSE: bad,
            overTime: true)
        ])
        snapshot.lanes[i].metric = bad
        snapshot.lanes[i].testMetric = bad
      }
      snapshot.seconds = Double(bad)
      snapshot.secondsLeft = Double(bad)
      snapshot.info?.baselineLoss = bad
      snapshot.info?.metric = MetricInfo(name: "", isShare: bad == 0, baseline: bad)
      snapshot.info?.stepsPerEpoch = 0
      for log in [true, false] {
        for axis in TimeView.Axis.allCases {
          var state = Fixture.state(160, 50, snapshot)
          state.timeView.logScale = log
          state.timeView.axis = axis
          #expect(render(state).cells.count == 8000)
        }
        for pane in PaneRegistry.all {
          var state = Fixture.state(160, 50, snapshot)
          (state.focus, state.isFullScreen) = (pane.id, true)
          state.otherViews = log ? [] : [pane.id]
          #expect(render(state).cells.count == 8000)
        }
      }
    }
  }

  @Test(arguments: [1, 2, 3, 7, 36, 500, 5000])
  func anyNumberOfTimeSteps(_ timeSteps: Int) {
    var snapshot = Fixture.adding()
    for i in snapshot.lanes.indices {
      snapshot.lanes[i].gradients = (0..<4).map {
        var gradient = Fixture.gradient(
          steps: timeSteps, slope: (-0.02, 0), rows: 3, seed: UInt64($0), cellState: true)
        gradient.layer = $0
        return gradient
      }
    }
    var state = Fixture.state(120, 36, snapshot)
    #expect(text(render(state)).contains("t=\(timeSteps)"))
    (state.focus, state.isFullScreen, state.layer) = (.gradient, true, 3)
    #expect(text(render(state)).contains("layer 4"))
  }

  @Test func oneToSixLanes() {
    let three = Fixture.adding()
    for count in 1...6 {
      var snapshot = three
      snapshot.lanes = (0..<count).map { three.lanes[$0 % 3] }
      for size in [(160, 50), (120, 36), (80, 24), (60, 16)] {
        #expect(text(render(Fixture.state(size.0, size.1, snapshot))).contains("rnn"))
      }
    }
  }

  @Test func randomKeys() {
    var noise = Fixture.Noise(state: 42)
    func random(_ n: Int) -> Int { min(n - 1, Int((noise.next() + 1) / 2 * Double(n))) }
    let letters = Array(" n123456789<>(){}cpdyssSxvrhjkl+-0[]*?qzCNEGWTROADM").map {
      Key.character($0)
    }
    let keys: [Key] =
      letters + [.enter, .escape, .tab, .backTab, .up, .down, .left, .right, .home, .end]
      + [
        .pageUp, .pageDown, .function(1), .function(9), .backspace, .control("u"), .character("世"),
      ]
    var empty = SessionSnapshot(phase: .training)
    empty.info = Fixture.info()
    let snapshots = [
      Fixture.adding(), Fixture.classes(3), empty, Fixture.withData(Fixture.textSheet()),
    ]
    var state = Fixture.state(120, 36)
    for i in 0..<3000 {
      _ = update(&state, .key(keys[random(keys.count)]))
      if i % 50 == 0 { _ = update(&state, .snapshot(snapshots[random(4)])) }
      if i % 20 == 0 {
        _ = update(&state, .resize(Size(columns: random(200), rows: random(60))))
        _ = update(&state, .tick(Double(i)))
      }
      #expect(render(state).size == state.size)
    }
  }
}

extension Fixture {
  private static let shared = adding()

  /// The same session every time, for many sizes.
  static func small(_ columns: Int, _ rows: Int) -> State { state(columns, rows, shared) }
}
