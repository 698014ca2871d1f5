import ArgusInspection
import ArgusKit

/// This is what a corpus says about one finding.
enum CorpusVerdict {
  case right, wrong
  /// The labels do not say.
  case unknown

  init(_ judgement: JudgementTrace.Judgement, of rule: String, in document: CorpusDocument) {
    switch document.label {
    case .marked(let marks):
      let lines = document.lines.lines(of: judgement)
      let isExpected = marks.contains { $0.kind == .expect && lines.contains($0.line) && $0.rules.contains(rule) }
      self = isExpected ? .right : .wrong
    case .labelled(let sample):
      switch sample.expect {
      case .noMatch where sample.scope == "rule": self = sample.rule == rule ? .wrong : .unknown
      case .noMatch: self = .wrong
      case .match: self = sample.isCovered(by: judgement) && (sample.rule ?? rule) == rule ? .right : .unknown
      }
    }
  }
}

extension LabelledSample {
  /// Whether a finding holds the sample's secret, or part of it.
  func isCovered(by judgement: JudgementTrace.Judgement) -> Bool {
    guard let secret, !secret.isEmpty else { return true }
    return judgement.text.withExposed { value in
      let text = String(decoding: value, as: UTF8.self)
      return text.contains(secret) || secret.contains(text)
    }
  }
}

extension LineTable {
  /// The lines that hold the value; 0 for one that stands outside the text.
  func lines(of judgement: JudgementTrace.Judgement) -> ClosedRange<Int> {
    guard let span = judgement.bodySpan else { return 0...0 }
    let first = line(at: span.start)
    return first...max(first, line(at: max(span.start, span.end - 1)))
  }
}
