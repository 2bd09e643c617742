/// Every cell, in the order in which screens list them.
package enum CellRegistry {
  package static let all: [any RecurrentCell.Type] = [
    PlainRNN.self, LSTM.self, PeepholeLSTM.self, GRU.self, GRUResetBefore.self, TwoStage.self,
    MinGRU.self, MinLSTM.self,
  ]

  /// Each name once.
  package static let names = all.reduce(into: [String]()) { names, type in
    if !names.contains(type.name) { names.append(type.name) }
  }

  /// The name of the cells that an option belongs to.
  package static func owner(of option: CellOptions.Name) -> String {
    guard let type = all.first(where: { $0.ownOptions.contains(option) }) else {
      preconditionFailure("no cell has the option \(option.rawValue)")
    }
    return type.name
  }

  /// Nil for a name that no cell has.
  package static func cell(
    _ name: String, _ options: CellOptions = CellOptions()
  ) -> (any RecurrentCell)? {
    for type in all where type.name == name {
      if let cell = type.init(options) { return cell }
    }
    return nil
  }
}
