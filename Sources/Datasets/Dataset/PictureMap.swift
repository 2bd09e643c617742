/// Numbers over two axes, drawn in the colours of a map.
package struct PictureMap: Sendable, Equatable, Encodable {
  package var rows: Int
  package var columns: Int
  /// [rows, columns], the uppermost row first, in the data's own units; all finite.
  package var values: [Float]
  /// What is drawn in the first colour and below, and in the last one.
  package var low: Float
  package var high: Float
  /// The ends of the left axis, upper and lower.
  package var top: String
  package var bottom: String
  /// The ends of the lower axis.
  package var start: String
  package var end: String
}
