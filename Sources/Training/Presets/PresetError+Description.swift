import Datasets

extension PresetError: CustomStringConvertible {
  /// One line: where, what was found, what is allowed. Nothing in it can control a terminal.
  package var description: String {
    switch self {
    // The file.
    case .missingFile(let file): "\(shown(file)): no such file"
    case .unreadable(let file, let reason):
      "\(shown(file)): cannot be read: \(escaped(reason, limit: 200))"
    case .notRegular(let file, let what):
      "\(shown(file)): is a \(what); an ordinary file is needed"
    case .empty(let file):
      "\(shown(file)): is empty; a preset has at least one key, such as title"
    case .tooLong(let file, let limit):
      "\(shown(file)): is longer than \(limit) bytes, the most a preset may have"
    case .binary(let file, let line):
      "\(shown(file)), line \(line): control character; the file is binary or UTF-16, YAML in "
        + "UTF-8 is needed"
    case .notUTF8(let file, let line):
      "\(shown(file)), line \(line): not UTF-8; is it Latin-1? YAML in UTF-8 is needed"

    // The YAML.
    case .syntax(let place, let reason):
      "\(place.description): not YAML: \(escaped(reason, limit: 200))"
    case .tooDeep(let place, let limit):
      "\(place.description): nested too deeply; at most \(limit) levels"
    case .aliases(let place):
      "\(place.description): anchors and aliases (&name, *name) are not used in presets; write "
        + "the value out"
    case .severalDocuments(let place):
      "\(place.description): a second document starts; a preset has only one"
    case .tag(let place, let tag):
      "\(place.description): tag \(quoted(tag)) is not used in presets; remove it"
    case .duplicateKey(let place, let key):
      "\(place.description): \(shown(key)): is given more than once"

    // The keys and values.
    case .unknownKey(let place, let key, let nearest, let allowed):
      "\(place.description): \(shown(key)): unknown key\(suggestion(nearest)); allowed: "
        + list(allowed)
    case .notAMapping(let place, let key, let found, let allowed):
      "\(place.description): \(key.isEmpty ? "" : shown(key) + ": ")\(found) where keys are "
        + "needed; allowed: \(list(allowed))"
    case .value(let place, let key, let found, let why, let allowed):
      "\(place.description): \(shown(key)): \(reason(found, why, allowed))"
    case .conflict(let place, let key, let reason):
      "\(place.description): \(shown(key)): \(reason)"
    case .sharedByLanes(let place, let key):
      "\(place.description): \(shown(key)): a lane may not differ in this, because all lanes "
        + "train on the same batches; set it for the whole preset"
    case .argument(let argument, let reason): "\(escaped(argument, limit: 200)): \(reason)"
    case .unchangeable(let place, let key, let allowed):
      "\(place.description): \(shown(key)): cannot change while training; allowed: "
        + list(allowed)

    // Finding.
    case .notFound(let name, let places, let existing, let nearest):
      "no preset \(quoted(name))\(suggestion(nearest)); presets: \(list(existing)); looked in "
        + places.map { escaped($0, limit: 200) }.joined(separator: ", ")
    }
  }

  /// The fault of a value, without its place.
  var reason: String {
    guard case .value(_, _, let found, let why, let allowed) = self else { return description }
    return reason(found, why, allowed)
  }

  private func reason(_ found: String, _ why: PresetRefusal.Why, _ allowed: String) -> String {
    "\(found) \(text(of: why)); allowed: \(allowed)"
  }

  private func text(of why: PresetRefusal.Why) -> String {
    switch why {
    case .type(let wanted): "is not \(withArticle(wanted))"
    case .range: "is out of range"
    case .name(let nearest): "is unknown\(suggestion(nearest))"
    }
  }

  /// "a whole number", but "text".
  private func withArticle(_ type: String) -> String {
    ["text", "epoch", "seconds"].contains(where: type.hasPrefix) ? type : "a " + type
  }

  private func suggestion(_ nearest: String?) -> String {
    nearest.map { " (did you mean \(escaped($0))?)" } ?? ""
  }

  private func shown(_ text: String) -> String { escaped(text, limit: 200) }

  private func list(_ names: [String]) -> String {
    names.isEmpty ? "none" : names.map { escaped($0) }.joined(separator: ", ")
  }
}

extension PresetPlace: CustomStringConvertible {
  package var description: String {
    switch self {
    case .file(let file, let line): "\(escaped(file, limit: 200)), line \(line)"
    case .argument(let text): escaped(text, limit: 200)
    }
  }
}

func quoted(_ text: String) -> String { "\"\(escaped(text))\"" }
