import Telemetry

/// Choosing a lane, an example, and what is looked at.
extension State {
  package mutating func selectLane(by step: Int) {
    // A sweep's rows stand in the order of their ranking.
    let order = snapshot.sweep?.order ?? Array(lanes.indices)
    guard !order.isEmpty else { return }
    guard let lane = selectedLane, let now = order.firstIndex(of: lane) else {
      selectedLane = step > 0 ? order.first : order.last
      return
    }
    selectedLane = order[(now + step % order.count + order.count) % order.count]
  }

  package mutating func moveLane(dx: Int, dy: Int) {
    guard lanes.count > 1 else { return say("there is one lane to look at") }
    let step = dx + min(max(dy, -1), 1)
    if step != 0 { selectLane(by: step) }
  }

  /// Another of the examples that lanes answered; where there are none, another lane.
  package mutating func moveExample(dx: Int, dy: Int) {
    let step = dx + dy
    guard exampleCount > 0 else { return moveLane(dx: dx, dy: dy) }
    example = min(max(0, example), exampleCount - 1)
    let next = min(max(0, example + step), exampleCount - 1)
    if next == example {
      say(step > 0 ? "this is the last example" : "this is the first example")
    }
    example = next
  }

  /// The pane in view.
  package var view: PaneView {
    get { PaneView(focus, isFullScreen: isFullScreen) }
    set { (focus, isFullScreen) = (newValue.pane, newValue.isFullScreen) }
  }
}
