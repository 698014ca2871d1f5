import ArgusInspection
import ArgusKit
import ArgusMatcher
import ArgusRules

/// This is two rulesets run over the same corpora.
struct FindingComparison {
  let base: TextJudge
  let head: TextJudge
  /// The ids of the rules that are compared; the others are only company.
  let judged: Set<String>
  private(set) var byRule: [String: FindingDelta] = [:]
  private(set) var documentCount = 0
  private(set) var byteCount = 0
  private(set) var cleanByteCount = 0
  /// Wrong findings of each side, wherever the labels call findings wrong.
  private(set) var baseFalsePositives = 0
  private(set) var headFalsePositives = 0
  private(set) var diagnostics: [Diagnostic] = []
  /// Places of gained false positives, for the report: file, line and rule, never the value.
  private(set) var examples: [(place: String, rule: String)] = []
  private static let exampleLimit = 50

  init(base: TextJudge, head: TextJudge, judged: Set<String>) {
    self.base = base
    self.head = head
    self.judged = judged
  }

  mutating func run(_ paths: [String]) {
    var reader = CorpusReader(known: judged)
    var comparison = self
    reader.read(paths) { comparison.add($0) }
    self = comparison
    diagnostics += reader.diagnostics
  }

  /// This is one finding in terms that both sides share.
  private struct Sighting: Hashable {
    var rule: String
    var value: ByteSpan
  }

  private mutating func add(_ document: CorpusDocument) {
    documentCount += 1
    byteCount += document.text.count
    if document.isClean { cleanByteCount += document.text.count }
    let before = findings(of: base, document)
    let after = findings(of: head, document)
    baseFalsePositives += before.count { $0.value.verdict == .wrong }
    headFalsePositives += after.count { $0.value.verdict == .wrong }
    for (sighting, finding) in after where before[sighting] == nil {
      byRule[sighting.rule, default: FindingDelta()].gained.count(finding.verdict)
      guard finding.verdict == .wrong, !before.keys.contains(where: { $0.value.overlaps(sighting.value) }) else {
        continue
      }
      byRule[sighting.rule, default: FindingDelta()].newFalsePositives += 1
      if examples.count < Self.exampleLimit { examples.append((finding.place, sighting.rule)) }
    }
    for (sighting, finding) in before where after[sighting] == nil {
      byRule[sighting.rule, default: FindingDelta()].lost.count(finding.verdict)
      guard finding.verdict != .wrong, !after.keys.contains(where: { $0.value.overlaps(sighting.value) }) else {
        continue
      }
      byRule[sighting.rule, default: FindingDelta()].lostForGood += 1
    }
  }

  private func findings(
    of judge: TextJudge, _ document: CorpusDocument
  ) -> [Sighting: (verdict: CorpusVerdict, place: String)] {
    var found: [Sighting: (verdict: CorpusVerdict, place: String)] = [:]
    let filename = document.line == 0 ? document.file : ""
    for judgement in judge.judgements(in: document.text, contentType: document.contentType, filename: filename)
    where judgement.closedGate == nil {
      let id = judge.generation.rules[judgement.rule].id
      guard judged.contains(id) else { continue }
      let line = document.line == 0 ? document.lines.lines(of: judgement).lowerBound : document.line
      let span = judgement.bodySpan ?? judgement.value
      found[Sighting(rule: id, value: span)] = (
        CorpusVerdict(judgement, of: id, in: document), "\(document.file):\(line)"
      )
    }
    return found
  }
}

extension FindingDelta.Counts {
  fileprivate mutating func count(_ verdict: CorpusVerdict) {
    switch verdict {
    case .right: right += 1
    case .wrong: wrong += 1
    case .unknown: unknown += 1
    }
  }
}

extension CorpusDocument {
  /// Whether a finding that nothing expects is wrong in this text.
  var isClean: Bool {
    switch label {
    case .marked: true
    case .labelled(let sample): sample.expect == .noMatch && sample.scope != "rule"
    }
  }
}
