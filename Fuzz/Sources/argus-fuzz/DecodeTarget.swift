import ArgusInspection
import ArgusKit

/// This is the decoding of any text: spans lie inside it, the bytes of a span say the value when they are decoded alone,
/// the decoded bytes keep to their budget, and what was redacted is clean.
enum DecodeTarget {
  private static let subject = InspectionSubject(provider: .generic, contentType: "application/octet-stream")

  static func run(_ bytes: [UInt8]) {
    let outcome = FixedRules.redactor.inspect(bytes.span, subject)
    // Behind the fields stand their separators, and JSON has an outline beside its fields.
    let budget = DecodingSettings.budget(forBytes: 8 * bytes.count + 64)
    if outcome.decoding.byteCount > budget { fatalError("decoded \(outcome.decoding.byteCount) bytes") }
    for finding in outcome.decision.findings {
      for occurrence in finding.occurrences {
        guard let span = occurrence.span else { continue }
        if span.end > bytes.count { fatalError("a finding lies outside the text: \(span)") }
        if span.isEmpty { fatalError("a finding without bytes") }
        if occurrence.decoding.isEmpty, !isJSON(bytes) { verify(finding, bytes, span) }
      }
    }
    if case .rewrite(let redacted) = outcome.verdict {
      if case .rewrite = FixedRules.redactor.inspect(redacted.span, subject).verdict {
        fatalError("the redacted text is not clean")
      }
    }
  }

  private static func verify(_ finding: Finding, _ bytes: [UInt8], _ span: ByteSpan) {
    let text = String(decoding: bytes[span.start..<span.end], as: UTF8.self)
    finding.matchedValue.withExposed { if $0 != text { fatalError("a span that does not hold the value") } }
  }

  private static func isJSON(_ bytes: [UInt8]) -> Bool {
    let first = bytes.first { ![0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF].contains($0) }
    return first == UInt8(ascii: "{") || first == UInt8(ascii: "[") || first == UInt8(ascii: "\"")
  }
}
