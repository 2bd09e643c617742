/// The candidate that `text` was probably meant to be: at most a third of its letters wrong.
package func nearest(to text: String, among candidates: [String]) -> String? {
  guard text.utf8.count <= 100 else { return nil }
  let wanted = Array(text.lowercased().unicodeScalars)
  var best: (distance: Int, candidate: String)?
  for candidate in candidates {
    let distance = editDistance(wanted, Array(candidate.lowercased().unicodeScalars))
    if distance <= max(1, max(wanted.count, candidate.count) / 3), distance < candidate.count,
      distance < best?.distance ?? .max
    {
      best = (distance, candidate)
    }
  }
  return best?.candidate
}

/// Letters to insert, delete, replace or swap with their neighbour (optimal string alignment).
private func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
  var rows = [Array(0...b.count)]
  for i in 0..<a.count {
    var row = [i + 1]
    for j in 0..<b.count {
      var least = min(rows[i][j + 1] + 1, row[j] + 1, rows[i][j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
        least = min(least, rows[i - 1][j - 1] + 1)
      }
      row.append(least)
    }
    rows.append(row)
  }
  return rows[a.count][b.count]
}
