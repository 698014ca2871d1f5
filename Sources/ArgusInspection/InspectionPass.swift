import ArgusKit
import ArgusMatcher
import ArgusRules

/// This is one look at one body, from its bytes to a decision; redaction makes a second one.
struct InspectionPass {
  let plan: InspectionPlan
  let subject: InspectionSubject
  /// Why the caller could not read the body; nil where it could.
  let uninspectable: String?
  /// Placeholder types beyond those of the rules: the ones that this request's own redaction used.
  var ownTypes: Set<String> = []
  /// Who wants to know what becomes of each match; nil in traffic.
  var trace: JudgementTrace?

  init(plan: InspectionPlan, subject: InspectionSubject, uninspectable: String?) {
    self.plan = plan
    self.subject = subject
    self.uninspectable = uninspectable
  }

  /// This is what a pass concludes: the outcome, and what a redaction of the body would cut.
  struct Result {
    var outcome: InspectionOutcome
    var cuts: [BodyRewriter.Cut] = []
  }

  func run(_ body: Span<UInt8>, _ scratch: inout InspectionScratch) -> Result {
    var extractor = BodyExtractor()
    extractor.extract(body, subject, into: &scratch)
    return conclude(body, scratch, extractor)
  }

  /// Looks at a redacted body: only what changed since `earlier` needs another look, unless detectors see it whole.
  func run(
    _ body: Span<UInt8>, _ scratch: inout InspectionScratch, after earlier: borrowing InspectionScratch
  ) -> Result {
    var extractor = BodyExtractor()
    extractor.extract(body, subject, into: &scratch)
    if !plan.hasDetectors { scratch.keepChanges(since: earlier) }
    return conclude(body, scratch, extractor)
  }

  private func conclude(
    _ body: Span<UInt8>, _ scratch: borrowing InspectionScratch, _ extractor: BodyExtractor
  ) -> Result {
    var ledger = FindingLedger()
    var unknowns: [(ruleID: String, reason: String)] = []
    detect(body, scratch, extractor.jsonStart, &ledger, &unknowns)
    let reason = uninspectable ?? extractor.uninspectable
    if reason != nil { ledger.add(EngineFinding.uninspectable(plan.settings.uninspectable)) }
    var result = Verdicts.conclude(&ledger)
    result.outcome.fieldCount = scratch.records.count { $0.kind != .jsonOutline }
    result.outcome.unknowns = unknowns
    result.outcome.uninspectable = reason
    if let model = extractor.model {
      result.outcome.model = PathText.decoded(body, model, .jsonEscapes)
    }
    return result
  }

  private func detect(
    _ body: Span<UInt8>, _ scratch: borrowing InspectionScratch, _ jsonStart: Int?, _ ledger: inout FindingLedger,
    _ unknowns: inout [(ruleID: String, reason: String)]
  ) {
    let settings = plan.settings
    let fields = scanFields(body, scratch, jsonStart)
    let prioritised = CodeDetectors(detectors: settings.prioritisedDetectors, allowlist: settings.allowlist)
    let early = prioritised.run(fields, scratch)
    var rules = RuleDetector.Result()
    do {
      let report = try plan.generation.scan(scratch.arena)
      let detector = RuleDetector(plan: plan, subject: subject, ownTypes: ownTypes, trace: trace)
      rules = detector.judge(report.matches, scratch, body, jsonStart: jsonStart)
      record(report.unknowns, &ledger, &unknowns)
    } catch {
      ledger.add(EngineFinding.scanError(settings.failMode, detector: "rules"))
    }
    let late = CodeDetectors(detectors: settings.detectors, allowlist: settings.allowlist).run(fields, scratch)
    let recorder = FindingRecorder(plan: plan, subject: subject, jsonStart: jsonStart, trace: trace)
    recorder.record(rules, [early, late], scratch, body, &ledger)
    for name in early.failed + late.failed { ledger.add(EngineFinding.scanError(settings.failMode, detector: name)) }
  }

  /// The fields as detectors see them; made only where there are detectors.
  private func scanFields(
    _ body: Span<UInt8>, _ scratch: borrowing InspectionScratch, _ jsonStart: Int?
  ) -> [ScanField] {
    guard plan.hasDetectors else { return [] }
    let resolver = PathResolver(subject: subject, jsonStart: jsonStart)
    // The outline, always the last, repeats what other fields say.
    let fields = Array(scratch.records.indices).filter { scratch.records[$0].kind != .jsonOutline }
    return resolver.places(of: fields, scratch, body).enumerated().map { index, place in
      let text = PathText.string(scratch.arena.bytes.span.extracting(scratch.arena.fields[index]))
      return ScanField(path: place.path, text: text, sourceFilename: place.filename)
    }
  }

  private func record(
    _ report: [MatchReport.Unknown], _ ledger: inout FindingLedger,
    _ unknowns: inout [(ruleID: String, reason: String)]
  ) {
    var known = Set<Int>()
    for unknown in report where known.insert(unknown.rule).inserted {
      let rule = plan.rules[unknown.rule]
      unknowns.append((rule.id, unknown.reason))
      ledger.add(EngineFinding.unknown(rule, plan.settings.failMode, generation: plan.generation.number))
    }
  }
}
