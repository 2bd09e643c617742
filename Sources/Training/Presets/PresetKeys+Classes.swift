import Engine

extension PresetKeys {
  /// `training.class_weights: off | on | balanced | [1, 5] | {spam: 5}`.
  static let classWeights: PresetKey = {
    let rule = PresetRule<ClassWeights>.classWeights
    return PresetKey(
      path: ClassWeights.key, type: rule.type, allowed: rule.allowed,
      meaning:
        "weight of each class in the training loss, a weighted mean; validation and test loss are not "
        + "weighted; balanced: N / (C n) for a class with n of the N training targets, C classes",
      scope: .lane, changesWhileTraining: true,
      access: .lane(
        read: { (node, lane) throws(PresetRefusal) in
          if node.flag == true {
            lane.training.classWeights.isOn = true
          } else {
            lane.training.classWeights = try rule.read(node)
          }
        },
        write: { rule.write($0.training.classWeights) }))
  }()
}

extension PresetRule<ClassWeights> {
  static var classWeights: Self {
    let weight = PresetRule<Float>.number(ClassWeights.range)
    let type = "switch, balanced or numbers"
    return Self(
      type: type,
      allowed: "on, off, balanced, [\(weight.allowed) for each class], {class: \(weight.allowed)}",
      read: { (node) throws(PresetRefusal) in
        if node.flag == false { return ClassWeights() }
        if node.text == "balanced" { return ClassWeights(isOn: true) }
        switch node.content {
        case .list(let nodes) where !nodes.isEmpty:
          var numbers: [Float] = []
          for node in nodes { numbers.append(try weight.read(node)) }
          return ClassWeights(isOn: true, .numbers(numbers))
        case .mapping(let entries) where !entries.isEmpty:
          var named: [ClassWeights.Entry] = []
          for entry in entries {
            named.append(ClassWeights.Entry(entry.key, try weight.read(entry.value)))
          }
          return ClassWeights(isOn: true, .named(named))
        default: throw PresetRefusal(node: node, why: .type(wanted: type))
        }
      },
      write: { weights in
        guard weights.isOn else { return "off" }
        return switch weights.choice {
        case .balanced: "balanced"
        case .numbers(let numbers): "[\(numbers.map(weight.write).joined(separator: ", "))]"
        case .named(let entries):
          "{\(entries.map { "\(yamlText($0.name)): \(weight.write($0.weight))" }.joined(separator: ", "))}"
        }
      })
  }
}

extension PresetRule<String?> {
  /// The loss, or any metric of the registry; which of these the data have is not known here.
  static var monitor: Self {
    let names = PresetRule<String>.name([EarlyStopping.loss] + MetricRegistry.all.map { $0.name })
    return Self(
      type: names.type, allowed: names.allowed,
      read: { (node) throws(PresetRefusal) in
        let name = try names.read(node)
        return name == EarlyStopping.loss ? nil : name
      },
      write: { $0 ?? EarlyStopping.loss })
  }
}
