import ArgusKit
import ArgusMatcher
import ArgusRules

/// This is how far a text goes along a pattern that does not match in it: the first step that fails, where, and on what.
///
/// Nothing of the text is quoted; the byte that stops the match is told by its kind.
struct PatternProgress {
  private(set) var sentences: [String] = []

  init(_ pattern: RulePattern, in text: [UInt8]) {
    if let literal = missingLiteral(pattern, text) { sentences.append(literal) }
    guard let outline = PatternOutline(pattern) else {
      sentences.append("the pattern has constructs that are not followed step by step")
      return
    }
    var reached: (step: Int, end: Int)?
    for (index, step) in outline.steps.enumerated() {
      guard let match = PatternProbe.firstMatch(of: step.prefix, in: text.span) else { break }
      reached = (index, match.end)
    }
    let next = reached.map { $0.step + 1 } ?? 0
    guard outline.steps.indices.contains(next) else {
      sentences.append("every step of the pattern matches by itself; an assertion or a limit stands in the way")
      return
    }
    sentences.append(Self.sentence(outline.steps, next, at: reached?.end, text))
  }

  private static func sentence(
    _ steps: [PatternOutline.Step], _ next: Int, at end: Int?, _ text: [UInt8]
  ) -> String {
    let step = steps[next]
    guard let end else { return "its beginning, `\(step.source)`, matches nowhere" }
    let done = "everything up to `\(steps[next - 1].source)` matches and ends at byte \(end); then "
    if step.isAssertion { return done + "`\(step.source)` does not hold before \(kind(of: end, text))" }
    guard step.accepts(0) != nil else { return done + "`\(step.source)` fails, before \(kind(of: end, text))" }
    var stop = end
    while stop < text.count, step.accepts(text[stop]) == true, step.maximum.map({ stop - end < $0 }) ?? true {
      stop += 1
    }
    let wanted = step.maximum == step.minimum ? "\(step.minimum)" : "at least \(step.minimum)"
    return done
      + "`\(step.source)` wants \(wanted) and gets \(stop - end): at byte \(stop) stands \(kind(of: stop, text))"
  }

  private func missingLiteral(_ pattern: RulePattern, _ text: [UInt8]) -> String? {
    let demanded = DemandedLiterals(pattern)
    let literals = demanded.literals
    guard !literals.isEmpty else { return nil }
    let lower = text.map(Self.lowercased)
    for (literal, isCaseless) in literals where Self.contains(isCaseless ? lower : text, literal) { return nil }
    let wanted =
      literals.count > 1
      ? "none of the literals \(demanded.words) stands" : "the literal \(demanded.words) does not stand"
    let isNear = literals.contains { Self.contains(lower, $0.literal.map(Self.lowercased)) }
    return "\(wanted) in the text" + (isNear ? "; in another case it does" : "")
  }

  private static func contains(_ text: [UInt8], _ literal: [UInt8]) -> Bool {
    guard let head = literal.first, literal.count <= text.count else { return false }
    return (0...(text.count - literal.count)).contains { text[$0] == head && text[$0...].starts(with: literal) }
  }

  private static func lowercased(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte }

  private static func kind(of index: Int, _ text: [UInt8]) -> String {
    guard index < text.count else { return "the text's end" }
    switch text[index] {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): return "a digit"
    case UInt8(ascii: "a")...UInt8(ascii: "z"): return "a lower-case letter"
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): return "an upper-case letter"
    case 0x0A, 0x0D: return "a line break"
    case 0x20, 0x09: return "a blank"
    case 0x21...0x7E: return "`\(String(Unicode.Scalar(text[index])))`"
    default: return "a byte beyond ASCII, or a control character"
    }
  }
}
