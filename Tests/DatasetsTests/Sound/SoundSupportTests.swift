import Datasets
import Testing

/// With and without the trait.
struct SoundSupportTests {
  @Test func sourcesOfSoundAreKnownByName() {
    for name in ["sounds", "spoken"] {
      #expect(DataSources.names.contains(name) && DataSources.named(name) != nil)
      #expect(DataSources.all.contains { $0.name == name } == SoundSupport.isBuilt)
    }
  }

  @Test(.enabled(if: !SoundSupport.isBuilt)) func aPlainBuildSaysWhatIsMissing() throws {
    let scratch = try Scratch()
    try scratch.makeFolder("d/yes")
    try scratch.write("d/yes/1.wav", "RIFF")
    let text =
      ": sound needs libsndfile and kissfft, which this build lacks; in the folder of rnn-tui's "
      + "package: apt-get update && apt-get install -y libsndfile1-dev libkissfft-dev && swift run "
      + "-c release --traits Sound rnn-tui "
    #expect(scratch.message(DataConfiguration(file: "d")) == "d" + text + "d")
    #expect(scratch.message(DataConfiguration(source: "spoken")) == "spoken" + text + "spoken")
  }
}
