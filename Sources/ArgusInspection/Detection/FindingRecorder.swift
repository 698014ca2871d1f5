import ArgusKit
import ArgusMatcher
import ArgusRules

/// This is the step from hits to findings: overlaps are settled, the policy is asked, spans are taken back to the
/// body, and all of it is entered in the ledger.
struct FindingRecorder {
  let plan: InspectionPlan
  let subject: InspectionSubject
  let jsonStart: Int?
  /// nil in traffic.
  var trace: JudgementTrace?

  func record(
    _ rules: RuleDetector.Result, _ detectors: [CodeDetectors.Result], _ scratch: borrowing InspectionScratch,
    _ body: Span<UInt8>, _ ledger: inout FindingLedger
  ) {
    var rules = rules
    let foundByCode = Set(detectors.flatMap(\.sightings).compactMap(\.field))
    if !foundByCode.isEmpty { rename(&rules, besides: foundByCode, scratch, body) }
    record(rules, scratch, body, &ledger)
    for result in detectors { record(result, scratch, body, &ledger) }
  }

  private func record(
    _ rules: RuleDetector.Result, _ scratch: borrowing InspectionScratch, _ body: Span<UInt8>,
    _ ledger: inout FindingLedger
  ) {
    guard !rules.hits.isEmpty else { return }
    // Stable by construction: equal keys keep the order of the report through the rule and the length.
    let hits = rules.hits.sorted {
      ($0.root, $0.rootValue.lowerBound, $0.rootValue.upperBound, $0.rule, $0.field, $0.value.lowerBound)
        < ($1.root, $1.rootValue.lowerBound, $1.rootValue.upperBound, $1.rule, $1.field, $1.value.lowerBound)
    }
    let actions = hits.map { action(for: $0, at: rules.places[$0.place].path) }
    let rivals = OverlapResolver(plan: plan).rivals(hits, actions)
    if let trace { tell(trace, hits, actions, rivals) }
    var map = OffsetMap(scratch.records[hits[0].root])
    var root = hits[0].root
    for (index, hit) in hits.enumerated() where rivals[index] == nil {
      let record = scratch.records[hit.root]
      if hit.root != root {
        map = OffsetMap(record)
        root = hit.root
      }
      let occurrence = Finding.Occurrence(
        location: rules.places[hit.place].path + hit.chain.pathSuffix, span: span(hit.rootValue, record, &map, body),
        decoding: hit.chain.names)
      ledger.add(
        finding(for: hit, occurrence, actions[index], scratch), isNumber: record.kind == .jsonNumber,
        place: hit.field == hit.root ? nil : LayerPlace(field: hit.field, value: hit.value))
    }
  }

  private func tell(_ trace: JudgementTrace, _ hits: [Hit], _ actions: [Action], _ rivals: [Int?]) {
    for (index, hit) in hits.enumerated() {
      trace.settle(hit, actions[index])
      if let rival = rivals[index] { trace.close(hit, .overlap, rival: hits[rival].rule) }
    }
  }

  private func record(
    _ result: CodeDetectors.Result, _ scratch: borrowing InspectionScratch, _ body: Span<UInt8>,
    _ ledger: inout FindingLedger
  ) {
    for sighting in result.sightings {
      var finding = result.findings[sighting.finding]
      var span: ByteSpan?
      var isNumber = false
      if let field = sighting.field {
        let record = scratch.records[field]
        var map = OffsetMap(record)
        span = self.span(sighting.value, record, &map, body)
        isNumber = record.kind == .jsonNumber
      }
      let traits = Policy.Traits(
        ruleID: finding.ruleID, type: finding.type, category: finding.detector, severity: finding.severity,
        confidence: finding.confidence, location: sighting.location, ruleAction: finding.action)
      finding.action = plan.settings.policy.action(
        for: traits, provider: subject.provider, direction: subject.direction)
      finding.occurrences = [Finding.Occurrence(location: sighting.location, span: span)]
      ledger.add(finding, isNumber: isNumber)
    }
  }

  private func action(for hit: Hit, at location: String) -> Action {
    let rule = plan.rules[hit.rule]
    let traits = Policy.Traits(
      ruleID: rule.id, type: rule.type, category: rule.category, severity: rule.severity, confidence: hit.confidence,
      location: location, ruleAction: rule.action)
    return plan.settings.policy.action(for: traits, provider: subject.provider, direction: subject.direction)
  }

  private func finding(
    for hit: Hit, _ occurrence: Finding.Occurrence, _ action: Action, _ scratch: borrowing InspectionScratch
  ) -> Finding {
    let rule = plan.rules[hit.rule]
    let bounds = scratch.arena.fields[hit.field]
    let text = PathText.string(scratch.arena.bytes.span.extracting(bounds).extracting(hit.value))
    let value = Sensitive(text)
    return Finding(
      detector: rule.category, type: rule.type, severity: rule.severity, confidence: hit.confidence,
      valuePreview: ValuePreview.mask(value), matchedValue: value, action: action, ruleID: rule.id,
      generation: plan.generation.number, isShadow: rule.mode == .shadow, occurrences: [occurrence])
  }

  /// The bytes of the body behind `value`; nil outside the body. A number is taken whole, since part of one cannot
  /// be replaced.
  private func span(
    _ value: Range<Int>, _ record: FieldRecord, _ map: inout OffsetMap, _ body: Span<UInt8>
  ) -> ByteSpan? {
    if record.kind.isOutsideBody { return nil }
    let range = record.kind == .jsonNumber ? record.range : map.sourceSpan(of: value, in: body)
    return ByteSpan(start: range.lowerBound, end: range.upperBound)
  }

  /// Works the places out again where detectors found something too: a key that holds their value is not shown.
  private func rename(
    _ rules: inout RuleDetector.Result, besides found: Set<Int>, _ scratch: borrowing InspectionScratch,
    _ body: Span<UInt8>
  ) {
    let fields = Set(rules.hits.map(\.root)).union(found).sorted()
    rules.places = PathResolver.masking(
      fields, scratch, subject: subject, jsonStart: jsonStart, wantsFilenames: plan.needsFilenames
    ).places(of: fields, scratch, body)
    var index = 0
    for hit in rules.hits.indices {
      while fields[index] != rules.hits[hit].root { index += 1 }
      rules.hits[hit].place = index
    }
  }
}
