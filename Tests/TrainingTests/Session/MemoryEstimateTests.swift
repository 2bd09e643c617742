import Datasets
import Engine
import Testing
import Training

/// What a network needs against what there is.
@Suite struct MemoryEstimateTests {
  private func refusal(
    _ needed: Double, threads: Int = 1, storage: Double = .infinity,
    addresses: Double = .infinity
  ) -> String? {
    var available = AvailableMemory.now
    (available.storage, available.addresses) = (storage, addresses)
    do throws(Trainer.Failure) {
      try MemoryEstimate.require(needed, threads: threads, available: available)
      return nil
    } catch {
      return error.description
    }
  }

  @Test func sizesThatDoNotFitAreNamed() {
    let found = refusal(500e6, storage: 300e6)
    #expect(
      found == "these sizes need about 524 MB of memory; 300 MB are available: reduce "
        + "model.hidden, training.batch or data.length")
    #expect(refusal(100e6, storage: 300e6) == nil)
  }

  /// Each thread needs a piece for its products; those that were taken stay.
  @Test func productsNeedAddresses() {
    let threads = 64
    let found = refusal(1e6, threads: threads, addresses: 1e9)
    #expect(found?.hasPrefix("64 threads and these sizes need about ") == true)
    #expect(
      found?.hasSuffix("1.0 GB are available: raise the limit (ulimit -v), or reduce --threads")
        == true)
    #expect(refusal(1e6, threads: 2) == nil)
    #expect(ProductMemory.missing(threads: 2) == 0)
    #expect(refusal(1e6, threads: 2, addresses: 200e6) == nil)
  }
}
