import Testing
import Training

struct PresetWriterTests {
  @Test(arguments: presetFiles)
  func whatIsWrittenLoadsAgain(name: String) throws {
    let preset = try Preset(contentsOf: "\(presetsFolder)/\(name).yaml")
    let yaml = PresetWriter.yaml(preset)
    let again = try read(yaml).get()
    #expect(content(again) == content(preset))
    #expect(PresetWriter.yaml(again) == yaml)
  }

  @Test(arguments: [
    "", " ", "null", "on", "~", "#x", "a: b", "- a", "\"", "\\", "a\nb\n", "a  b", " a ",
    "\u{1B}[0m",
    "\u{202E}x", "é 漢 😀", "...", "--- a", "\u{85}", "1e5", "[a]", "*a", "&a", "a, b", "x\u{FEFF}",
    "\t", "'", "%x", "\\\n\\", "\r", "\r\n",
  ])
  func anyTextSurvives(text: String) throws {
    var preset = try read("title: x").get()
    preset.title = text
    // Long enough to be folded, with single and double spaces.
    preset.about = String(repeating: text + " word  ", count: 30)
    preset.data.columns = [text + "x", "y"]
    #expect(content(try read(PresetWriter.yaml(preset)).get()) == content(preset))
  }
}
