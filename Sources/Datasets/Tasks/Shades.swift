/// Numbers from 0 to 1 as lines of characters, the darker the larger.
enum Shades {
  private static let characters = Array(" .:-=+*#%@")
  private static let most = 100

  /// Thinned where there is more than fits.
  static func rows(_ height: Int, _ width: Int, _ value: (Int, Int) -> Float) -> [String] {
    let (rows, columns) = (min(height, most), min(width, most))
    return (0..<rows).map { row in
      String(
        (0..<columns).map { column in
          let shade = value(row * height / rows, column * width / columns)
          return characters[min(9, max(0, Int(shade * 10)))]
        })
    }
  }
}
