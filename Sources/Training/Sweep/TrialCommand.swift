/// The command that runs one trial, here or on another machine.
extension SweepGrid {
  /// The arguments after the program's name.
  /// - Parameters:
  ///   - folder: for the best weights.
  package func arguments(of trial: Trial, threads: Int, folder: String) -> [String] {
    let combination = combinations[trial.combination]
    let choice = choice(of: combination.lane)
    var words = ["train"] + request.leadingArguments
    if let cells = choice.cells { words += ["--cells", cells] }
    if let lanes = choice.lanes { words += ["--lanes", lanes] }
    let swept = combination.assignments.map { "\($0.key)=\($0.text)" }
    for set in request.sets + swept + foldSettings(trial.fold) { words += ["--set", set] }
    words += request.trailingArguments
    return words + [
      "--threads", String(threads), "--save", folder, "--record-curves", "--headless", "--json",
    ]
  }

  /// One fold means the preset's own split, whatever the preset's value of folds.
  private func foldSettings(_ fold: Int) -> [String] {
    if folds > 1 { return ["data.folds=\(folds)", "data.fold=\(fold)"] }
    return base.data.folds == nil ? [] : ["data.folds=null", "data.fold=null"]
  }

  /// "c07-f2": the seventh combination on the second fold.
  package func name(of trial: Trial) -> String {
    func padded(_ number: Int, _ most: Int) -> String {
      let digits = String(number)
      return String(repeating: "0", count: String(most).count - digits.count) + digits
    }
    return "c\(padded(trial.combination + 1, combinations.count))-f\(padded(trial.fold, folds))"
  }
}
