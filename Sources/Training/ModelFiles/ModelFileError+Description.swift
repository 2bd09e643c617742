import Datasets

extension ModelFileError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unreadable(let path, let reason):
      return "cannot read \(escaped(path, limit: 400)): \(escaped(reason, limit: 400))"
    case .notSafetensors(let path, let reason):
      return
        "\(escaped(path, limit: 400)) is not a complete safetensors file: "
        + escaped(reason, limit: 400)
    case .tensor(let path, let name, let reason):
      return "\(escaped(path, limit: 400)): tensor \(escaped(name)) \(escaped(reason, limit: 400))"
    case .architecture(let path, let key, let reason):
      return
        "\(escaped(path, limit: 400)): architecture key \(escaped(key)): \(escaped(reason, limit: 400))"
    case .preparation(let path, let reason):
      return "\(escaped(path, limit: 400)): \(escaped(reason, limit: 400))"
    case .preparationKey(let path, let key, let reason):
      return "\(escaped(path, limit: 400)): \(ModelFile.dataKey): \(escaped(key, limit: 200)): "
        + escaped(reason, limit: 400)
    case .unwritable(let path, let reason):
      return "cannot write \(escaped(path, limit: 400)): \(escaped(reason, limit: 400))"
    }
  }
}

extension ModelFileError {
  static func nonfiniteOutputs(path: String) -> Self {
    .preparation(
      path: path, reason: "its outputs are not finite numbers; nothing can be chosen from them")
  }
}
