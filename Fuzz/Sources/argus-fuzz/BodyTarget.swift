import ArgusInspection
import ArgusKit
import ArgusMatcher
import ArgusRules

/// This is the inspection of any body: it never traps, and what is found lies inside the body.
enum BodyTarget {
  private static let inspector: Inspector = {
    let place = SourceLocation(file: "fuzz", line: 1, column: 1)
    let rules = ["key_[a-z]{4,8}", "(?<![0-9])[0-9]{12}(?![0-9])", "\\bsecret\\b"].enumerated().map { index, pattern in
      Rule(
        id: "r\(index)", type: "t\(index)", name: "r", category: "custom", severity: .critical, action: .redact,
        patterns: [RulePattern(source: pattern, location: place)], location: place)
    }
    guard let generation = try? RulesetCompiler().compile(RuleSet(rules: rules, packs: []), number: 1) else {
      fatalError("the fixed patterns compile")
    }
    return Inspector(generation: generation, settings: InspectionSettings())
  }()

  static func run(_ bytes: [UInt8]) -> Int32 {
    let subject = InspectionSubject(provider: .generic, contentType: "application/json")
    let outcome = inspector.inspect(bytes.span, subject)
    for occurrence in outcome.decision.findings.flatMap(\.occurrences) {
      if let span = occurrence.span, span.end > bytes.count { fatalError("a finding lies outside the body: \(span)") }
    }
    // What was redacted once has nothing left to redact.
    if case .rewrite(let redacted) = outcome.verdict {
      let again = inspector.inspect(redacted.span, subject)
      if case .forward = again.verdict { return 0 }
      fatalError("the redacted body is not clean")
    }
    return 0
  }
}
