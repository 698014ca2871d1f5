import ArgusInspection
import ArgusKit
import ArgusMatcher
import ArgusRules

/// This is the proof of imported rules: what the source says of them is tried out, and what it does not say is made up.
struct ImportedExamples {
  private static let attempts = 60

  private let inspector: Inspector
  private let generation: RulesetGeneration

  init(generation: RulesetGeneration) {
    let settings = InspectionSettings(policy: Policy(defaultAction: .log, bySeverity: [:]))
    inspector = Inspector(generation: generation, settings: settings)
    self.generation = generation
  }

  /// The rule with examples that hold, and what became of those it had.
  func proven(_ rule: Rule, _ foreign: ForeignRule) -> (rule: Rule, notes: [ImportNote]) {
    var rule = rule
    var notes: [ImportNote] = []
    for text in foreign.matching where !rule.examples.match.contains(where: { $0.text == text }) {
      if let example = positive(text, rule) {
        rule.examples.match.append(example)
      } else {
        notes.append(ImportNote(.dropped, "examples", "an example that the imported rule does not report"))
      }
    }
    for text in foreign.notMatching {
      if isReported(text, rule) {
        notes.append(ImportNote(.dropped, "negative_examples", "one that the imported rule does report"))
      } else {
        rule.examples.noMatch.append(
          .init(text: text, why: "a negative example of the source", location: rule.location))
      }
    }
    if rule.examples.match.isEmpty { madeUp(&rule, foreign, &notes) }
    if rule.examples.noMatch.isEmpty, let example = rule.examples.match.first {
      rule.examples.noMatch.append(nearMiss(of: example, rule))
      notes.append(ImportNote(.added, "examples.no_match", "a made-up near miss"))
    }
    return (rule, notes)
  }

  private func madeUp(_ rule: inout Rule, _ foreign: ForeignRule, _ notes: inout [ImportNote]) {
    var generator = SeededGenerator(text: rule.id)
    let sampler = rule.patterns.first.flatMap(PatternSampler.init)
    let lead = rule.context?.any.first.map { $0 + " " } ?? ""
    for attempt in 0..<Self.attempts {
      guard let sample = sampler?.sample(using: &generator),
        let text = String(validating: sample, as: UTF8.self), !text.contains("\0")
      else { continue }
      let shapes = [lead + text, lead + " " + text + " ", lead + "x = " + text + "\n"]
      guard let example = positive(shapes[attempt % shapes.count], rule) else { continue }
      rule.examples.match.append(example)
      rule.mode = rule.mode == .live ? .shadow : rule.mode
      notes.append(
        ImportNote(.added, "examples.match", "a made-up one, and `mode: shadow` until a real one stands in its place"))
      return
    }
    rule.mode = .off
    rule.examples.match.append(.init(text: "TODO", value: nil, location: rule.location))
    rule.examples.noMatch.append(.init(text: "TODO: a near miss", why: "to be written", location: rule.location))
    notes.append(ImportNote(.added, "examples", "none was found by trying, so the rule is `mode: off`"))
  }

  private func positive(_ text: String, _ rule: Rule) -> RuleExamples.Positive? {
    let found = findings(in: text, rule)
    guard !found.isEmpty else { return nil }
    if let own = found.first(where: { $0.ruleID == rule.id }) {
      return .init(text: text, value: own.matchedValue.withExposed { $0 }, location: rule.location)
    }
    // Packs of other tools often have several rules for one kind of token, of which one is reported: the example holds
    // without a value of its own.
    return matches(text, rule) ? .init(text: text, value: nil, location: rule.location) : nil
  }

  private func matches(_ text: String, _ rule: Rule) -> Bool {
    guard let index = generation.rules.firstIndex(where: { $0.id == rule.id }) else { return false }
    var arena = FieldArena()
    arena.beginField()
    arena.append(Array(text.utf8).span.bytes)
    arena.endField()
    return (try? generation.scan(arena))?.matches.contains { $0.rule == index } ?? false
  }

  private func isReported(_ text: String, _ rule: Rule) -> Bool {
    findings(in: text, rule).contains { $0.ruleID == rule.id }
  }

  /// The example with ever more of its value missing, until it is none.
  private func nearMiss(of example: RuleExamples.Positive, _ rule: Rule) -> RuleExamples.Negative {
    let value = example.value ?? example.text
    for kept in [value.count - 1, value.count / 2, 3, 0] where kept >= 0 && kept < value.count {
      let text = example.text.replacing(value, with: String(value.prefix(kept)))
      if !text.isEmpty, !isReported(text, rule) {
        return .init(text: text, why: "made up: too short", location: rule.location)
      }
    }
    return .init(text: "none", why: "made up: nothing of the kind", location: rule.location)
  }

  private func findings(in text: String, _ rule: Rule) -> [Finding] {
    inspector.inspect(Array(text.utf8).span, .example(of: rule)).decision.findings
  }
}
