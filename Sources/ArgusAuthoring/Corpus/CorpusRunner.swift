import ArgusInspection
import ArgusKit
import ArgusMatcher
import ArgusRules

/// This is the comparison of what a ruleset finds in corpora with what their labels say.
struct CorpusRunner {
  let judge: TextJudge
  private let ids: [String]
  /// The ids of the rules that are proven; what the others find is not counted.
  private let known: Set<String>
  /// The ids of all rules, for those who name one that is not proven here.
  private let configured: [String]
  private(set) var report = CorpusReport()

  init(judge: TextJudge, judged: Set<String>, configured: [String]) {
    self.judge = judge
    ids = judge.generation.rules.map(\.id)
    known = judged
    self.configured = configured
  }

  mutating func run(_ paths: [String]) {
    var reader = CorpusReader(known: known)
    var runner = self
    reader.read(paths) { runner.add($0) }
    self = runner
    report.diagnostics = reader.diagnostics + report.diagnostics
  }

  private mutating func add(_ document: CorpusDocument) {
    report.documentCount += 1
    report.byteCount += document.text.count
    let filename = document.line == 0 ? document.file : ""
    let found = judge.judgements(in: document.text, contentType: document.contentType, filename: filename)
      .filter { known.contains(ids[$0.rule]) }
    switch document.label {
    case .marked(let marks): score(document, marks, found)
    case .labelled(let sample): score(document, sample, found)
    }
  }

  private mutating func count(_ id: String, _ path: WritableKeyPath<Score, Int>) {
    report.byRule[id, default: Score()][keyPath: path] += 1
    report.overall[keyPath: path] += 1
  }

  // MARK: - Fixture files

  private mutating func score(
    _ document: CorpusDocument, _ marks: [CorpusMark], _ found: [JudgementTrace.Judgement]
  ) {
    report.cleanByteCount += document.text.count
    for mark in marks {
      for rule in mark.rules where !known.contains(rule) {
        tellUnknown(rule, document, mark.place.line, mark.place.column)
      }
    }
    var isMet = marks.map { [Bool](repeating: false, count: $0.rules.count) }
    var told: Set<Sighting> = []
    for judgement in found where judgement.closedGate == nil {
      let id = ids[judgement.rule]
      let lines = document.lines.lines(of: judgement)
      var isExpected = false
      for (index, mark) in marks.enumerated() where mark.kind == .expect && lines.contains(mark.line) {
        for (place, rule) in mark.rules.enumerated() where rule == id {
          isMet[index][place] = true
          isExpected = true
        }
      }
      guard !isExpected, told.insert(Sighting(id: id, value: judgement.value)).inserted else { continue }
      count(id, \.falsePositives)
      report.cleanFalsePositives += 1
      let isDenied = marks.contains { mark in
        mark.kind == .ok && lines.contains(mark.line) && (mark.rules.isEmpty || mark.rules.contains(id))
      }
      fault(
        .unwantedFinding, document, lines.lowerBound, document.column(of: judgement), id,
        isDenied ? "`\(id)` reports what is marked `argus: ok`" : "`\(id)` reports what no mark expects")
    }
    for (mark, met) in zip(marks, isMet) where mark.kind == .expect {
      for (rule, isMet) in zip(mark.rules, met) where known.contains(rule) {
        count(rule, isMet ? \.truePositives : \.falseNegatives)
        if !isMet { miss(rule, mark, document, found) }
      }
    }
  }

  private struct Sighting: Hashable {
    var id: String
    var value: ByteSpan
  }

  private mutating func miss(
    _ rule: String, _ mark: CorpusMark, _ document: CorpusDocument, _ found: [JudgementTrace.Judgement]
  ) {
    let near = found.first { ids[$0.rule] == rule && document.lines.lines(of: $0).contains(mark.line) }
    var hint = "the pattern does not match there; `argusd rules why-not --rule \(rule) TEXT` tells how far it goes"
    if let near, let gate = near.closedGate {
      let words = near.readings.first { $0.gate == gate }?.words ?? near.rival.map { "`\(ids[$0])`" } ?? ""
      hint = "\(gate.title(in: judge.generation.rules[near.rule])) stops it\(words.isEmpty ? "" : ": \(words)")"
    }
    fault(
      .expectedFindingMissing, document, mark.line, document.column(of: mark), rule,
      "`\(rule)` does not report what its mark expects", hint: hint)
  }

  private mutating func tellUnknown(_ rule: String, _ document: CorpusDocument, _ line: Int, _ column: Int) {
    let hint =
      configured.contains(rule)
      ? "it is configured, but not judged here or off: name its pack, too, or leave the paths out"
      : Suggestion.nearest(to: rule, among: configured).map { "did you mean `\($0)`?" }
        ?? "`argusd rules list` shows the ids"
    fault(.unknownRuleInMark, document, line, column, rule, "no live rule has the id `\(rule)`", hint: hint)
  }

  private mutating func fault(
    _ code: ProofCode, _ document: CorpusDocument, _ line: Int, _ column: Int, _ rule: String, _ message: String,
    hint: String? = nil
  ) {
    report.diagnostics.append(
      Diagnostic(
        code: code.rawValue, location: SourceLocation(file: document.file, line: max(1, line), column: column),
        message: message, hint: hint, ruleID: rule))
  }

  // MARK: - Labelled samples

  private mutating func score(
    _ document: CorpusDocument, _ sample: LabelledSample, _ found: [JudgementTrace.Judgement]
  ) {
    if let rule = sample.rule, !known.contains(rule) { return tellUnknown(rule, document, document.line, 1) }
    let open = found.filter { $0.closedGate == nil }
    switch sample.expect {
    case .match: score(match: sample, document, open)
    case .noMatch: score(noMatch: sample, document, open)
    }
  }

  private mutating func score(
    match sample: LabelledSample, _ document: CorpusDocument, _ open: [JudgementTrace.Judgement]
  ) {
    let finders = Set(open.filter(sample.isCovered).map { ids[$0.rule] })
    if let rule = sample.rule {
      count(rule, finders.contains(rule) ? \.truePositives : \.falseNegatives)
      enter(sample, finders.contains(rule) ? \.truePositives : \.falseNegatives)
      if !finders.contains(rule) { report.missedSamples.append(document.name) }
      return
    }
    for finder in finders { credit(finder, \.truePositives) }
    let outcome: WritableKeyPath<Score, Int> = finders.isEmpty ? \.falseNegatives : \.truePositives
    report.overall[keyPath: outcome] += 1
    enter(sample, finders.isEmpty ? \.falseNegatives : \.truePositives)
    if finders.isEmpty { report.missedSamples.append(document.name) }
  }

  private mutating func score(
    noMatch sample: LabelledSample, _ document: CorpusDocument, _ open: [JudgementTrace.Judgement]
  ) {
    var wrong = Set(open.map { ids[$0.rule] })
    if sample.scope == "rule" {
      guard let rule = sample.rule else {
        report.unjudgedCount += 1
        return
      }
      wrong.formIntersection([rule])
    } else {
      report.cleanByteCount += document.text.count
      report.cleanFalsePositives += open.count
    }
    guard !wrong.isEmpty else { return }
    for finder in wrong.sorted() { credit(finder, \.falsePositives) }
    report.overall.falsePositives += 1
    enter(sample, \.falsePositives)
    report.wrongSamples.append((document.name, wrong.sorted()))
  }

  private mutating func credit(_ id: String, _ path: WritableKeyPath<Score, Int>) {
    report.byRule[id, default: Score()][keyPath: path] += 1
    // Which rule should have found a sample is not said, so what a rule misses is not known.
    report.byRule[id]?.knowsMisses = false
  }

  private mutating func enter(_ sample: LabelledSample, _ path: WritableKeyPath<Score, Int>) {
    if let name = sample.peerRule, !name.isEmpty { report.byPeerRule[name, default: Score()][keyPath: path] += 1 }
    if let name = sample.provider, !name.isEmpty { report.byProvider[name, default: Score()][keyPath: path] += 1 }
  }
}
