/// Lets the caller cancel a request for data: loops that may take long look here now and then, as
/// tasks look at their cancellation.
package enum Interruption {
  @TaskLocal package static var isAsked: @Sendable () -> Bool = { false }

  /// Throws `interrupted` if the request was cancelled.
  package static func check() throws(DatasetError) {
    if isAsked() { throw .interrupted }
  }

  /// Runs a body that may be interrupted.
  package static func watching<Result>(
    _ isAsked: @escaping @Sendable () -> Bool, _ body: () throws(DatasetError) -> Result
  ) throws(DatasetError) -> Result {
    let outcome = $isAsked.withValue(isAsked) { () -> Swift.Result<Result, DatasetError> in
      do throws(DatasetError) { return .success(try body()) } catch { return .failure(error) }
    }
    return try outcome.get()
  }
}
