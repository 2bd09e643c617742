// swift-tools-version: 6.2
import PackageDescription

// For a build that is handed to others: the commit that it is made from.
let commit = Context.environment["RNN_TUI_COMMIT"]

// What `rnn-tui help` prints.
let pages = [
  "Changelog", "Dashboard", "Engine", "Extending", "Formats", "Keys", "Networks",
  "Preparation", "Presets", "Runs", "Sweeps", "Testing", "UsingModels", "YourData",
]

// An arrow of the design ("is imported by") is a dependency here; nothing else may be imported.
let package = Package(
  name: "rnn-tui",
  products: [.executable(name: "rnn-tui", targets: ["rnn-tui"])],
  traits: [
    // Off unless asked for: whoever has texts and tables need not install the two libraries.
    .trait(name: "Sound", description: "Sound files (.wav, .flac), by libsndfile and kissfft.")
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // Elementwise loops in C, compiled for several instruction sets with runtime choice.
    .target(name: "CKernels"),
    .systemLibrary(name: "COpenBLAS", providers: [.apt(["libopenblas-dev"])]),
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
    // Without the trait nothing depends on these, so nothing looks for them.
    .systemLibrary(name: "CSndfile", providers: [.apt(["libsndfile1-dev"])]),
    .systemLibrary(name: "CKissFFT", providers: [.apt(["libkissfft-dev"])]),
    // Numbers only: layers, cells, losses, optimizers, regularizers, the network.
    .target(name: "Engine", dependencies: ["CKernels", "COpenBLAS"]),
    // The values that training publishes and the screen draws, and what data are.
    .target(name: "Telemetry"),
    // Files and generators to split, windowed, tokenized sequences.
    .target(
      name: "Datasets",
      dependencies: [
        "Telemetry", "CZlib",
        .target(name: "CSndfile", condition: .when(traits: ["Sound"])),
        .target(name: "CKissFFT", condition: .when(traits: ["Sound"])),
      ]),
    // What runs before the shared libraries start, in C.
    .target(
      name: "CStartup",
      cSettings: commit.map { [.define("RNN_TUI_COMMIT", to: "\"\($0)\"")] } ?? []),
    // Presets, the trainer, the worker thread, the mailbox, saving.
    .target(
      name: "Training",
      dependencies: [
        "CStartup", "Engine", "Datasets", "Telemetry", .product(name: "Yams", package: "Yams"),
      ]),
    // Pure functions: update(state, message), render(state, size).
    .target(name: "Dashboard", dependencies: ["Telemetry"]),
    .systemLibrary(name: "CNcurses", providers: [.apt(["libncursesw5-dev"])]),
    // What a signal handler needs: prepared bytes and termios, in C.
    .target(name: "CTerminal"),
    .executableTarget(
      name: "rnn-tui",
      dependencies: [
        "Engine", "Training", "Datasets", "Dashboard", "Telemetry", "CNcurses", "CTerminal",
        "CStartup",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], resources: pages.map { .embedInCode("Documentation.docc/\($0).md") }),

    // Counts allocations, for the tests only.
    .target(name: "CAllocationCounter", path: "Tests/CAllocationCounter"),
    .testTarget(
      name: "EngineTests", dependencies: ["Engine", "CKernels", "COpenBLAS", "CAllocationCounter"]),
    .testTarget(name: "DatasetsTests", dependencies: ["Datasets"]),
    .testTarget(name: "TelemetryTests", dependencies: ["Telemetry"]),
    .testTarget(
      name: "TrainingTests",
      dependencies: ["Training", "Engine", "Datasets", "Telemetry", "CAllocationCounter"]),
    .testTarget(
      name: "DashboardTests", dependencies: ["Dashboard", "Telemetry"], exclude: ["Snapshots"]),
    .testTarget(
      name: "CommandTests",
      dependencies: ["rnn-tui", "Training", "Datasets", "Dashboard", "Telemetry"]),
  ],
  swiftLanguageModes: [.v6]
)

// Tests are built without optimization, which takes half the time: what they test is optimized. Those
// of the engine compute a network of their own.
for target in package.targets where target.type == .test && target.name != "EngineTests" {
  target.swiftSettings = [.unsafeFlags(["-Onone"], .when(configuration: .release))]
}

// Some tests are built again with other options (.ci/run): only these, and what they depend on.
if let tests = Context.environment["RNN_TUI_TESTS"]?.split(separator: ",").map(String.init) {
  var needed: Set<String> = []
  var rest = tests
  while let name = rest.popLast() {
    guard needed.insert(name).inserted,
      let target = package.targets.first(where: { $0.name == name })
    else { continue }
    for dependency in target.dependencies {
      switch dependency {
      case .targetItem(let name, _), .byNameItem(let name, _): rest.append(name)
      default: break
      }
    }
  }
  package.products = []
  package.targets.removeAll { !needed.contains($0.name) }
}
