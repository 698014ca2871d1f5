import ArgusInspection
import ArgusKit

/// This is the inspection of any body: it never traps, and what is found lies inside the body.
enum BodyTarget {
  static func run(_ bytes: [UInt8]) {
    let subject = InspectionSubject(provider: .generic, contentType: contentType(of: bytes))
    let outcome = FixedRules.redactor.inspect(bytes.span, subject)
    for occurrence in outcome.decision.findings.flatMap(\.occurrences) {
      if let span = occurrence.span, span.end > bytes.count { fatalError("a finding lies outside the body: \(span)") }
    }
    // What was redacted once has nothing left to redact.
    if case .rewrite(let redacted) = outcome.verdict {
      let again = FixedRules.redactor.inspect(redacted.span, subject)
      if case .forward = again.verdict { return }
      fatalError("the redacted body is not clean")
    }
  }

  /// By the first byte, so that an input is the body itself.
  private static func contentType(of bytes: [UInt8]) -> String {
    switch bytes.first {
    case UInt8(ascii: "-")?: "multipart/form-data; boundary=b"
    case (UInt8(ascii: "a")...UInt8(ascii: "z"))?: "application/x-www-form-urlencoded"
    default: "application/json"
    }
  }
}
