import ArgusInspection
import NIOCore

/// This is the question "may this leave?" for one request, ready to be answered on any thread.
///
/// It is the only caller of the inspector: whatever reaches an upstream went through ``run()``.
struct InspectionTask: Sendable {
  struct Result: Sendable {
    var outcome: InspectionOutcome
    /// Bytes that were inspected, after decoding.
    var scannedBytes: Int
    var duration: Duration
  }

  var inspector: Inspector
  var subject: InspectionSubject
  var body: ByteBuffer
  /// Lower case, in the order they were applied.
  var codings: [String]
  var limits: ContentDecoding.Limits

  func run() -> Result {
    let clock = ContinuousClock()
    let start = clock.now
    let (outcome, count) = answer()
    return Result(outcome: outcome, scannedBytes: count, duration: clock.now - start)
  }

  private func answer() -> (InspectionOutcome, Int) {
    guard codings.isEmpty else {
      do {
        let plain = try ContentDecoding.decode(body, codings: codings, limits: limits)
        return (inspector.inspect(plain.span, subject), plain.count)
      } catch {
        return (inspector.inspectUninspectable(reason: error.reason, subject: subject), 0)
      }
    }
    // A compressed body that does not say so is read as what it is; when it is not, as the bytes it is.
    if let coding = ContentDecoding.sniff(body),
      let plain = try? ContentDecoding.decode(body, codings: [coding], limits: limits)
    {
      return (undeclared(plain), plain.count)
    }
    return (inspector.inspect(body.readableBytesUInt8Span, subject), body.readableBytes)
  }

  /// The findings of the decoded bytes count, but there is no rewriting a body whose sender did not name its coding.
  private func undeclared(_ plain: [UInt8]) -> InspectionOutcome {
    var outcome = inspector.inspect(plain.span, subject)
    if case .rewrite = outcome.verdict { outcome.verdict = .block }
    return outcome
  }
}
