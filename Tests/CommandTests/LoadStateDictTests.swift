import Foundation
import Testing

/// What `train` saves, loaded by PyTorch's own modules. Needs a Python with torch and safetensors:
/// `RNN_TUI_PYTHON`, else `python3` on PATH.
@Suite struct LoadStateDictTests {
  static let python: String? = {
    let name = ProcessInfo.processInfo.environment["RNN_TUI_PYTHON"] ?? "python3"
    let line = "exec \"\(name)\" -c 'import torch, safetensors.torch'"
    if (try? program().shell(line))?.status == 0 { return name }
    print("LoadStateDictTests: \(name) has no torch and safetensors; skipped")
    return nil
  }()

  /// With the PATH of the one who tests, on which their Python is.
  private static func program() throws -> Program {
    var program = try Program()
    program.environment["PATH"] = ProcessInfo.processInfo.environment["PATH"]
    return program
  }

  /// Loads each model strictly, runs it on one batch, and compares every state with what `probe`
  /// has.
  private static let script = """
    import json, subprocess, sys
    import torch
    from safetensors import safe_open
    from safetensors.torch import load_file, save_file

    KINDS = {"rnn": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru": torch.nn.GRU}

    def module(architecture, depth):
        options = {"bidirectional": architecture["bidirectional"]}
        if architecture["cell"] == "rnn":
            options["nonlinearity"] = architecture["activation"]
        kind = KINDS[architecture["cell"]]
        return kind(architecture["input"], architecture["hidden"][0], depth, **options)

    def states(model, inputs):
        output, final = model(inputs)
        return output, final if isinstance(final, tuple) else (final,)

    def compare(name, got, want):
        error = ((got - want).norm() / want.norm().clamp_min(1e-3)).item()
        same = got.shape == want.shape and error <= 1e-5
        print("agrees" if same else "DIFFERS", name, error)
        return same

    program, *paths = sys.argv[1:]
    good = True
    for path in paths:
        with safe_open(path, "pt") as file:
            architecture = json.loads(file.metadata()["rnn-tui"])
        weights = load_file(path)
        weights = {k.removeprefix("rnn."): w for k, w in weights.items() if k.startswith("rnn.")}
        torch.manual_seed(1)
        inputs = torch.randn(7, 5, architecture["input"])
        save_file({"inputs": inputs, "targets": torch.randn(5, architecture["outputs"])}, "batch")
        subprocess.run([program, "probe", path, "batch", "--output", "out"], check=True)
        out = load_file("out")
        layers = len(architecture["hidden"])
        ends = ["", "_reverse"] if architecture["bidirectional"] else [""]
        for depth in range(1, layers + 1):
            below = tuple(f"_l{k}{end}" for k in range(depth) for end in ends)
            part = {k: w for k, w in weights.items() if k.endswith(below)}
            model = module(architecture, depth)
            model.load_state_dict(weights if depth == layers else part, strict=True)
            with torch.no_grad():
                output, final = states(model, inputs)
            good &= compare(f"{path} h_l{depth - 1}", out[f"h_l{depth - 1}"], output)
        for letter, state in zip("hc", final):
            for u, end in enumerate([f"l{k}{end}" for k in range(layers) for end in ends]):
                name = f"final_{letter}_{end}"
                good &= compare(f"{path} {name}", out[name], state[u])
    sys.exit(0 if good else 1)
    """

  private static func preset(bidirectional: Bool) -> String {
    """
    title: models for PyTorch
    data: {source: adding, length: 10, count: 200}
    model: {hidden: [6, 6], bidirectional: \(bidirectional)}
    training: {batch: 16, max_epochs: 1, seed: 1}
    lanes:
      - {cell: rnn}
      - {cell: rnn, name: relu, model: {activation: relu}}
      - {cell: lstm}
      - {cell: gru}
    """
  }

  @Test(.enabled(if: python != nil, "RNN_TUI_PYTHON names a Python with torch and safetensors"))
  func modulesOfPyTorchTakeWhatTrainSaved() throws {
    let python = try #require(Self.python)
    let program = try Self.program()
    var models: [String] = []
    for bidirectional in [false, true] {
      let folder = bidirectional ? "both" : "forward"
      try program.folder.write(Self.preset(bidirectional: bidirectional), to: folder + ".yaml")
      let trained = try program.run([
        "train", folder + ".yaml", "--headless", "--threads", "1", "--save", folder,
      ])
      #expect(trained.status == 0, "\(trained.errors)")
      models += program.folder.files(folder).filter { $0.hasSuffix(".safetensors") }
        .map { folder + "/" + $0 }
    }
    #expect(models.count == 8)
    try program.folder.write(Self.script, to: "check.py")
    let names = models.map { "\"\($0)\"" }.joined(separator: " ")
    let checked = try program.shell("exec \"\(python)\" check.py \"$0\" \(names)")
    #expect(checked.status == 0, "\(checked.output)\(checked.errors)")
    // By layer h, and by layer and direction what each state ends with.
    let states = 2 * 8 + (2 + 4) * 5
    #expect(checked.lines.filter { $0.hasPrefix("agrees") }.count == states, "\(checked.output)")
  }
}
