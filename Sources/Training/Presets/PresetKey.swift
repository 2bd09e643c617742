/// One key of a preset: everything that reading, writing, `--set`, `--at` and `show --keys` know
/// about it.
package struct PresetKey: Sendable {
  package enum Scope: Sendable, Equatable {
    /// The preset as a whole.
    case preset
    /// Training, but the same in every lane.
    case session
    /// A lane may override it.
    case lane
  }
  /// "regularizers.l2.strength"
  package let path: String
  /// "number"
  package let type: String
  /// "1e-08 to 1"
  package let allowed: String
  package let meaning: String
  package let scope: Scope
  package var changesWhileTraining = false
  /// True for `regularizers.l2` and `early_stopping`, short forms of the keys below them.
  package var isShortForm = false
  /// True if a written preset omits it when it has no effect in any lane.
  var isConditional = false
  /// True if the name may also be written as a mapping with `name`.
  var isNamed = false
  let access: Access
  /// Why the key has no effect in a lane as it is set up; nil: it has one.
  var conflict: @Sendable (LaneConfiguration) -> String? = { _ in nil }

  /// The reason why a lane with these settings cannot run, if the key can be the cause; nil:
  /// nothing is wrong.
  var need: @Sendable (LaneConfiguration) -> String? = { _ in nil }

  enum Access: Sendable {
    case preset(
      read: @Sendable (PresetNode, inout Preset) throws(PresetRefusal) -> Void,
      write: @Sendable (Preset) -> String)
    case lane(
      read: @Sendable (PresetNode, inout LaneConfiguration) throws(PresetRefusal) -> Void,
      write: @Sendable (LaneConfiguration) -> String)
    case lanes
  }

  /// Switches are set after the matching strength, which switches on.
  var appliesLast: Bool { path.hasSuffix(".on") }

  /// A switch that the switches below its path also turn on.
  var isOfAGroup: Bool { path == "augmentation.on" }

  var lastPart: String { String(path.split(separator: ".").last ?? "") }

  /// The default, as YAML.
  package var defaultText: String {
    switch access {
    case .preset(_, let write): write(Preset(name: "", lanes: []))
    case .lane(_, let write): write(LaneConfiguration(name: ""))
    case .lanes: "one lane of model.cell"
    }
  }
}

extension PresetKey {
  static func preset<Value>(
    _ path: String, _ place: WritableKeyPath<Preset, Value> & Sendable, _ rule: PresetRule<Value>,
    _ meaning: String
  ) -> PresetKey {
    preset(
      path, rule, meaning, get: { $0[keyPath: place] }, set: { $1[keyPath: place] = $0 })
  }

  static func preset<Value>(
    _ path: String, _ rule: PresetRule<Value>, _ meaning: String,
    get: @escaping @Sendable (Preset) -> Value,
    set: @escaping @Sendable (Value, inout Preset) -> Void
  ) -> PresetKey {
    PresetKey(
      path: path, type: rule.type, allowed: rule.allowed, meaning: meaning, scope: .preset,
      access: .preset(
        read: { (node, preset) throws(PresetRefusal) in set(try rule.read(node), &preset) },
        write: { rule.write(get($0)) }))
  }

  static func lane<Value>(
    _ path: String, _ place: WritableKeyPath<LaneConfiguration, Value> & Sendable,
    _ rule: PresetRule<Value>, _ meaning: String, scope: Scope = .lane,
    changesWhileTraining: Bool = false
  ) -> PresetKey {
    lane(
      path, rule, meaning, scope: scope, changesWhileTraining: changesWhileTraining,
      get: { $0[keyPath: place] }, set: { $1[keyPath: place] = $0 })
  }

  static func lane<Value>(
    _ path: String, _ rule: PresetRule<Value>, _ meaning: String, scope: Scope = .lane,
    changesWhileTraining: Bool = false,
    get: @escaping @Sendable (LaneConfiguration) -> Value,
    set: @escaping @Sendable (Value, inout LaneConfiguration) -> Void
  ) -> PresetKey {
    PresetKey(
      path: path, type: rule.type, allowed: rule.allowed, meaning: meaning, scope: scope,
      changesWhileTraining: changesWhileTraining,
      access: .lane(
        read: { (node, lane) throws(PresetRefusal) in set(try rule.read(node), &lane) },
        write: { rule.write(get($0)) }))
  }
}
