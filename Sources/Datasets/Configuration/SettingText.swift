/// The words on the command line that set `key` to `value`: `--set data.label=Tag`,
/// `--set 'data.sequence=Sentence #'`. A column without a name is set by its number.
func setting(_ key: String, _ name: String) -> String {
  let number = name.hasPrefix("column ") ? Int(name.dropFirst(7)) : nil
  let value = number.map { "\($0)" } ?? name
  let shown = escaped(value, limit: 200)
  // As a YAML scalar; a # is part of it there.
  let isBare = shown.wholeMatch(of: /[\p{L}\p{N}_][\p{L}\p{N}_ .\/#+\-]*/) != nil
  let words: Set<String> = ["null", "on", "off", "true", "false", "yes", "no", "y", "n"]
  let text =
    isBare && !shown.hasSuffix(" ") && !words.contains(shown.lowercased())
    ? shown : "\"" + shown.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  return "--set " + shellQuoted("\(key)=\(text)")
}
