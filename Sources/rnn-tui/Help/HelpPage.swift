/// A page of the documentation, for a terminal.
package struct HelpPage: Sendable {
  /// As `rnn-tui help` takes it: "sweeps".
  package let topic: String
  /// The file in `Documentation.docc`, without its ending.
  package let file: String
  /// Markdown.
  package let text: String

  private init(_ topic: String, _ file: String, _ bytes: [UInt8]) {
    (self.topic, self.file) = (topic, file)
    text = String(decoding: bytes, as: UTF8.self)
  }

  /// Embedded by the package manager (see Package.swift): an installed program has no sources.
  package static let all = [
    HelpPage("changelog", "Changelog", PackageResources.Changelog_md),
    HelpPage("dashboard", "Dashboard", PackageResources.Dashboard_md),
    HelpPage("engine", "Engine", PackageResources.Engine_md),
    HelpPage("extending", "Extending", PackageResources.Extending_md),
    HelpPage("formats", "Formats", PackageResources.Formats_md),
    HelpPage("keys", "Keys", PackageResources.Keys_md),
    HelpPage("networks", "Networks", PackageResources.Networks_md),
    HelpPage("preparation", "Preparation", PackageResources.Preparation_md),
    HelpPage("presets", "Presets", PackageResources.Presets_md),
    HelpPage("runs", "Runs", PackageResources.Runs_md),
    HelpPage("sweeps", "Sweeps", PackageResources.Sweeps_md),
    HelpPage("testing", "Testing", PackageResources.Testing_md),
    HelpPage("using-models", "UsingModels", PackageResources.UsingModels_md),
    HelpPage("your-data", "YourData", PackageResources.YourData_md),
  ]

  static func named(_ topic: String) -> HelpPage? {
    all.first { $0.topic == topic.lowercased() }
  }

  /// The sentence below the title.
  var abstract: String {
    let paragraphs = text.split(separator: "\n\n", maxSplits: 2)
    guard paragraphs.count > 1 else { return "" }
    return paragraphs[1].split(separator: "\n").joined(separator: " ")
  }
}
