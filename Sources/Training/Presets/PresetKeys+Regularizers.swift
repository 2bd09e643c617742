import Engine

extension PresetKeys {
  /// Four kinds of keys for every regularizer in the registry: the short form, `on`, `strength` and
  /// its options.
  static let regularizers: [PresetKey] = RegularizerControl.all.enumerated().flatMap {
    (place, control) -> [PresetKey] in
    let path = "regularizers." + control.type.key
    let strength = PresetRule<Float>.number(control.type.strengths)
    let switches: [PresetKey] = [
      shortForm(path, place, strength, control.label),
      .lane(
        path + ".on", .flag, "switches \(control.label) on or off", changesWhileTraining: true,
        get: { $0.regularization.settings[place].isOn },
        set: { $1.regularization.settings[place].isOn = $0 }),
      .lane(
        path + ".strength", strength, control.meaning + "; setting this switches it on",
        changesWhileTraining: true, get: { $0.regularization.settings[place].strength },
        set: { setStrength($0, place, &$1) }),
    ]
    return switches + control.type.options.map { option($0, of: path, place) }
  }

  private static func setStrength(_ value: Float, _ place: Int, _ lane: inout LaneConfiguration) {
    lane.regularization.settings[place].strength = value
    lane.regularization.settings[place].isOn = true
  }

  /// `regularizers.clip: on | off | 0.5`.
  private static func shortForm(
    _ path: String, _ place: Int, _ strength: PresetRule<Float>, _ label: String
  ) -> PresetKey {
    PresetKey(
      path: path, type: "switch or number", allowed: "on, off, or \(strength.allowed)",
      meaning: "\(label): on, off, or a strength, which also switches it on", scope: .lane,
      changesWhileTraining: true, isShortForm: true,
      access: .lane(
        read: { (node, lane) throws(PresetRefusal) in
          if let flag = node.flag {
            lane.regularization.settings[place].isOn = flag
            return
          }
          do throws(PresetRefusal) {
            setStrength(try strength.read(node), place, &lane)
          } catch {
            guard case .type = error.why else { throw error }
            throw PresetRefusal(node: error.node, why: .type(wanted: "switch or number"))
          }
        },
        write: { lane in
          let setting = lane.regularization.settings[place]
          return setting.isOn ? strength.write(setting.strength) : "off"
        }))
  }

  private static func option(
    _ option: RegularizerOption, of path: String, _ place: Int
  ) -> PresetKey {
    let rule = rule(for: option)
    let name = option.name
    let defaults = option.defaultValues
    var key = PresetKey.lane(
      path + "." + name, rule, option.meaning, changesWhileTraining: true,
      get: { $0.regularization.settings[place].options[name] ?? defaults },
      set: { values, lane in
        // The default is stored as nil, so that equal settings compare equal.
        lane.regularization.settings[place].options[name] = values == defaults ? nil : values
      })
    if case .layers = option.allowed {
      key.conflict = { lane in
        let layers = lane.model.hidden.count
        let values = lane.regularization.settings[place].options[name] ?? defaults
        guard let missing = values.first(where: { Int($0).map { $0 >= layers } ?? false }) else {
          return nil
        }
        return "there is no layer \(missing); allowed: all, or 0 to \(layers - 1)"
      }
    }
    return key
  }

  private static func rule(for option: RegularizerOption) -> PresetRule<[String]> {
    switch option.allowed {
    case .oneOf(let names):
      let one = PresetRule<String>.name(names)
      return PresetRule(
        type: one.type, allowed: one.allowed,
        read: { (node) throws(PresetRefusal) in [try one.read(node)] },
        write: { $0.first.map(one.write) ?? "" })
    case .someOf(let names):
      return .list(.name(names), counts: 1...names.count)
    case .layers:
      let numbers = PresetRule<[Int]>.list(.whole(0...7), counts: 1...8)
      return PresetRule(
        type: "all or list of numbers", allowed: "all, or numbers of recurrent layers from 0 to 7",
        read: { (node) throws(PresetRefusal) in
          if node.text == "all" { return ["all"] }
          return try numbers.read(node).map(String.init)
        }, write: { $0 == ["all"] ? "all" : "[\($0.joined(separator: ", "))]" })
    }
  }
}
