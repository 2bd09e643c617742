/// The effect of one preparation step on the data.
package struct PreparationReport: Sendable, Equatable, Codable {
  /// "missing: linear".
  package var name: String
  /// "643 values filled in pm2.5".
  package var effect: String
  package var rowsBefore: Int
  package var rowsAfter: Int
  package var valuesChanged: Int
  /// A few values before and after: "row 25: missing -> 129".
  package var examples: [String]

  package init(
    name: String, effect: String, rowsBefore: Int, rowsAfter: Int, valuesChanged: Int,
    examples: [String] = []
  ) {
    self.name = name
    self.effect = effect
    self.rowsBefore = rowsBefore
    self.rowsAfter = rowsAfter
    self.valuesChanged = valuesChanged
    self.examples = examples
  }
}
