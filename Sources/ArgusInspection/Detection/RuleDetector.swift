import ArgusKit
import ArgusMatcher
import ArgusRules

/// This is the judgement on the matches of one pass: which of them are findings.
///
/// The cheap tests come first and need only the field's bytes; paths and file names are worked out once, for the
/// matches that are left, before the tests that need them.
struct RuleDetector {
  let plan: InspectionPlan
  let subject: InspectionSubject
  /// Placeholder types that count besides those of the rules.
  let ownTypes: Set<String>
  /// nil in traffic.
  var trace: JudgementTrace?

  /// This is what the rules found.
  struct Result {
    /// In order of field and start.
    var hits: [Hit] = []
    /// What ``Hit/place`` points into.
    var places: [FieldPlace] = []
  }

  func judge(
    _ matches: [RuleMatch], _ scratch: borrowing InspectionScratch, _ body: Span<UInt8>, jsonStart: Int?
  ) -> Result {
    var hits: [Hit] = []
    for match in matches {
      let gate = closedGate(match, scratch, body)
      trace?.add(judgement(of: match, gate, scratch, body))
      if gate != nil { continue }
      hits.append(
        Hit(
          rule: match.rule, field: match.field, span: match.span.start..<match.span.end,
          value: match.value.start..<match.value.end, confidence: plan.rules[match.rule].confidence))
    }
    JSONOutline.rebase(&hits, scratch, body)
    if let trace {
      for hit in trace.move(to: hits) {
        trace.locate(hit, in: bodySpan(of: hit.value, in: scratch.records[hit.field], body))
      }
    }
    guard !hits.isEmpty else { return Result() }
    let places = place(&hits, scratch, body, jsonStart)
    hits.removeAll { hit in
      trace?.place(hit, at: places[hit.place].path)
      guard let gate = closedGate(hit, places) else { return false }
      trace?.close(hit, gate)
      return true
    }
    let companions = Companions(hits, plan.tables)
    var admitted: [Hit] = []
    admitted.reserveCapacity(hits.count)
    for var hit in hits {
      if let unmet = companions.unmet(&hit, plan.tables[hit.rule].companions) {
        trace?.close(hit, .companion(unmet))
      } else {
        admitted.append(hit)
      }
    }
    return Result(hits: admitted, places: places)
  }

  /// The first gate that stops `match`, of those that need only the field's bytes.
  private func closedGate(
    _ match: RuleMatch, _ scratch: borrowing InspectionScratch, _ body: Span<UInt8>
  ) -> Gate? {
    let table = plan.tables[match.rule]
    if let directions = table.directions, !directions.contains(subject.direction) { return .direction }
    let bounds = scratch.arena.fields[match.field]
    let field = scratch.arena.bytes.span.extracting(bounds)
    let value = field.extracting(match.value.start..<match.value.end)
    if isPlaceholder(match, in: field) { return .placeholder }
    for (index, check) in plan.rules[match.rule].checks.enumerated() where !check.passes(value) { return .check(index) }
    if let context = plan.rules[match.rule].context, !hasContext(match, context, table, field, scratch, body) {
      return .context
    }
    if isAllowedByRule(match.rule, table, value) { return .allowList }
    return isAllowedByConfiguration(match.rule, value) ? .configuredValues : nil
  }

  func isPlaceholder(_ match: RuleMatch, in field: Span<UInt8>) -> Bool {
    Placeholder.covers(match.value.start..<match.value.end, in: field, plan.placeholderTypes, ownTypes)
  }

  func hasContext(
    _ match: RuleMatch, _ context: ContextRequirement, _ table: InspectionPlan.RuleTable, _ field: Span<UInt8>,
    _ scratch: borrowing InspectionScratch, _ body: Span<UInt8>
  ) -> Bool {
    let span = match.span.start..<match.span.end
    // Around a match in the outline stand other fields; only what the match itself takes in is its own.
    let isOutline = scratch.records[match.field].kind == .jsonOutline
    let distance = isOutline ? .bytes(0) : context.distance
    let key = Self.key(ofField: match.field, scratch, body)
    return ContextWindow.holds(
      table.contextWords, distance, around: span, in: field, key: scratch.arena.bytes.span.extracting(key))
  }

  func isAllowedByRule(_ rule: Int, _ table: InspectionPlan.RuleTable, _ value: Span<UInt8>) -> Bool {
    if table.hasAllowPatterns, plan.generation.allowPatternMatches(rule: rule, value: value) { return true }
    return !table.allowedValues.isEmpty && table.allowedValues.contains(PathText.string(value))
  }

  func isAllowedByConfiguration(_ rule: Int, _ value: Span<UInt8>) -> Bool {
    guard !plan.settings.allowlist.values.isEmpty else { return false }
    return plan.settings.allowlist.allows(
      value: Sensitive(PathText.string(value)), detector: plan.rules[rule].category)
  }

  /// The arena bytes of the object key directly before `field`; empty where the field is no member's value.
  private static func key(
    ofField field: Int, _ scratch: borrowing InspectionScratch, _ body: Span<UInt8>
  ) -> Range<Int> {
    guard field > 0, scratch.records[field].kind.isJSON, scratch.records[field - 1].kind == .jsonKey else {
      return 0..<0
    }
    let key = scratch.records[field - 1]
    let value = scratch.records[field]
    guard value.start > key.end else { return 0..<0 }
    for index in Int(key.end)..<Int(value.start) {
      switch body[index] {
      case UInt8(ascii: "\""), UInt8(ascii: ":"), 0x20, 0x0A, 0x0D, 0x09: continue
      default: return 0..<0
      }
    }
    return scratch.arena.fields[field - 1]
  }

  private func place(
    _ hits: inout [Hit], _ scratch: borrowing InspectionScratch, _ body: Span<UInt8>, _ jsonStart: Int?
  ) -> [FieldPlace] {
    var fields: [Int] = []
    for index in hits.indices {
      if fields.last != hits[index].field { fields.append(hits[index].field) }
      hits[index].place = fields.count - 1
    }
    let resolver = PathResolver.masking(
      fields, scratch, subject: subject, jsonStart: jsonStart, wantsFilenames: plan.needsFilenames)
    return resolver.places(of: fields, scratch, body)
  }

  private func closedGate(_ hit: Hit, _ places: [FieldPlace]) -> Gate? {
    let place = places[hit.place]
    let allowlist = plan.settings.allowlist
    if !allowlist.paths.isEmpty {
      if allowlist.allows(path: place.path) { return .configuredPaths }
      if !place.filename.isEmpty, allowlist.allows(path: place.filename) { return .configuredPaths }
    }
    guard plan.tables[hit.rule].hasPlaceScope else { return nil }
    let rule = plan.rules[hit.rule]
    let isIncluded =
      (rule.scope.includeFields.isEmpty || rule.scope.includeFields.contains { Glob.matches($0, place.path) })
      && (rule.scope.includeFiles.isEmpty || rule.scope.includeFiles.contains { Glob.matches($0, place.filename) })
    let isInScope =
      isIncluded && !rule.scope.excludeFields.contains { Glob.matches($0, place.path) }
      && !rule.scope.excludeFiles.contains { Glob.matches($0, place.filename) }
    guard isInScope else { return .scope }
    return rule.allow.files.contains { Glob.matches($0, place.filename) } ? .allowList : nil
  }
}
