/// Notes on the file of a part, each with the part's name, without those that hold for the main file
/// as well.
func partNotes(_ part: String, _ notes: [String], besides main: [String]) -> [String] {
  notes.filter { !main.contains($0) }.map { "\(part): \($0)" }
}
