import Telemetry

/// A request to a session, in the words that `--at` takes and a record holds:
/// `[LANE:]KEY=VALUE`, `[LANE:]KEY+` and `[LANE:]KEY-` (one rung), `[LANE:]restart`,
/// `[LANE:]undo`, `[LANE:]redo`, `[LANE:]rewind` and `[LANE:]rewind N` (validations),
/// `[LANE:]fork` and `[LANE:]fork KEY=VALUE`, `[LANE:]recover`,
/// `[LANE:]remove`,
/// `cells=rnn,gru`, `pause`, `resume`, `step`, `slower`, `faster`, `stop`.
package struct SessionRequest: Sendable, Equatable {
  /// Nil: every lane.
  package var lane: String?
  package var action: Command.Action

  package init(lane: String? = nil, _ action: Command.Action) {
    self.lane = lane
    self.action = action
  }

  private static let fork = "fork "
  private static let actions: [(word: String, action: Command.Action)] = [
    ("restart", .restart), ("undo", .undo), ("redo", .redo), ("rewind", .rewind(1)),
    ("fork", .fork(nil)), ("recover", .recover), ("remove", .remove),
    ("pause", .pause), ("resume", .resume), ("step", .singleStep),
    ("slower", .slower), ("faster", .faster), ("stop", .stop),
  ]

  package static var words: [String] { actions.map(\.word) + ["cells=rnn,gru"] }

  /// - Returns: nil where the text is no request; whether a key can change is not looked at.
  package init?(_ text: String) {
    var rest = text[...]
    // A lane's name may have colons and signs of its own; a key has none, and only a value in braces.
    if let colon = text.prefix(while: { $0 != "{" }).lastIndex(of: ":") {
      guard colon != text.startIndex else { return nil }
      lane = String(text[..<colon])
      rest = text[text.index(after: colon)...]
    }
    var value: Substring?
    if let sign = rest.firstIndex(of: "=") {
      (rest, value) = (rest[..<sign], rest[rest.index(after: sign)...])
    }
    guard !rest.isEmpty else { return nil }
    if let value {
      action =
        rest == "cells"
        ? .chooseCells(value.split(separator: ",").map { String($0) })
        : rest.hasPrefix(Self.fork)
          ? .fork(.init(key: String(rest.dropFirst(Self.fork.count)), value: String(value)))
          : .set(key: String(rest), value: String(value))
    } else if let known = Self.actions.first(where: { $0.word == rest }) {
      action = known.action
    } else if rest.hasPrefix("rewind "), let count = Int(rest.dropFirst(7)), count > 0 {
      action = .rewind(count)
    } else if rest.count > 1, rest.hasSuffix("+") {
      action = .strengthen(key: String(rest.dropLast()))
    } else if rest.count > 1, rest.hasSuffix("-") {
      action = .weaken(key: String(rest.dropLast()))
    } else {
      return nil
    }
    if lane != nil, !isForALane { return nil }
  }

  package var text: String {
    let start = lane.map { "\($0):" } ?? ""
    return switch action {
    case .set(let key, let value): "\(start)\(key)=\(value)"
    case .strengthen(let key): "\(start)\(key)+"
    case .weaken(let key): "\(start)\(key)-"
    case .rewind(let count) where count != 1: "\(start)rewind \(count)"
    case .fork(let change?): "\(start)\(Self.fork)\(change.key)=\(change.value)"
    case .chooseCells(let cells): "cells=\(cells.joined(separator: ","))"
    default: start + (Self.actions.first { $0.action == action }?.word ?? "")
    }
  }

  private var isForALane: Bool {
    switch action {
    case .set, .strengthen, .weaken, .restart, .undo, .redo, .rewind, .fork, .recover,
      .remove:
      true
    case .pause, .resume, .singleStep, .slower, .faster, .chooseCells, .save, .stop: false
    }
  }

  /// False for what changes only when something is computed, not what.
  package var changesTheRun: Bool { isForALane || isOfTheRun }

  private var isOfTheRun: Bool {
    switch action {
    case .chooseCells, .stop: true
    default: false
    }
  }
}

extension SessionRequest: Codable {
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let request = SessionRequest(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "no request")
    }
    self = request
  }
}
