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

  /// This is what the rules found.
  struct Result {
    /// In order of root and start.
    var hits: [Hit] = []
    /// What ``Hit/place`` points into.
    var places: [FieldPlace] = []
  }

  func judge(
    _ matches: [RuleMatch], _ scratch: borrowing InspectionScratch, _ body: Span<UInt8>, jsonStart: Int?
  ) -> Result {
    var hits: [Hit] = []
    for match in matches where passesAlone(match, scratch, body) {
      hits.append(
        Hit(
          rule: match.rule, field: match.field, span: match.span.start..<match.span.end,
          value: match.value.start..<match.value.end, confidence: plan.rules[match.rule].confidence))
    }
    JSONOutline.rebase(&hits, scratch, body)
    if scratch.records.count > scratch.baseCount { LayerRoots.trace(&hits, scratch) }
    guard !hits.isEmpty else { return Result() }
    let places = place(&hits, scratch, body, jsonStart)
    hits.removeAll { !isInScope($0, places) }
    let companions = Companions(hits, plan.tables)
    var admitted: [Hit] = []
    admitted.reserveCapacity(hits.count)
    for var hit in hits where companions.admits(&hit, plan.tables[hit.rule].companions) { admitted.append(hit) }
    return Result(hits: admitted, places: places)
  }

  private func passesAlone(
    _ match: RuleMatch, _ scratch: borrowing InspectionScratch, _ body: Span<UInt8>
  ) -> Bool {
    let table = plan.tables[match.rule]
    if let directions = table.directions, !directions.contains(subject.direction) { return false }
    let bounds = scratch.arena.fields[match.field]
    let field = scratch.arena.bytes.span.extracting(bounds)
    let value = field.extracting(match.value.start..<match.value.end)
    let bytes = match.value.start..<match.value.end
    if Placeholder.covers(bytes, in: field, plan.placeholderTypes, ownTypes) { return false }
    for check in plan.rules[match.rule].checks where !check.passes(value) { return false }
    if let context = plan.rules[match.rule].context, !hasContext(match, table, context, scratch, body) { return false }
    return !isAllowed(match.rule, table, value)
  }

  /// Looks around the match, and where it was decoded, around each encoding that it was found in.
  private func hasContext(
    _ match: RuleMatch, _ table: InspectionPlan.RuleTable, _ context: ContextRequirement,
    _ scratch: borrowing InspectionScratch, _ body: Span<UInt8>
  ) -> Bool {
    var field = match.field
    var span = match.span.start..<match.span.end
    // Around a match in the outline stand other fields; only what the match itself takes in is its own.
    let distance = scratch.records[field].kind == .jsonOutline ? .bytes(0) : context.distance
    while true {
      let text = scratch.arena.bytes.span.extracting(scratch.arena.fields[field])
      let key = scratch.arena.bytes.span.extracting(scratch.key(of: field, in: body))
      if ContextWindow.holds(table.contextWords, distance, around: span, in: text, key: key) { return true }
      guard let layer = scratch.layer(of: field) else { return false }
      span = scratch.source(of: span, in: layer)
      field = layer.parent
    }
  }

  private func isAllowed(_ rule: Int, _ table: InspectionPlan.RuleTable, _ value: Span<UInt8>) -> Bool {
    if table.hasAllowPatterns, plan.generation.allowPatternMatches(rule: rule, value: value) { return true }
    let globs = plan.settings.allowlist.values
    guard !table.allowedValues.isEmpty || !globs.isEmpty else { return false }
    let text = PathText.string(value)
    if table.allowedValues.contains(text) { return true }
    return plan.settings.allowlist.allows(value: Sensitive(text), detector: plan.rules[rule].category)
  }

  private func place(
    _ hits: inout [Hit], _ scratch: borrowing InspectionScratch, _ body: Span<UInt8>, _ jsonStart: Int?
  ) -> [FieldPlace] {
    var fields: [Int] = []
    for index in hits.indices {
      if fields.last != hits[index].root { fields.append(hits[index].root) }
      hits[index].place = fields.count - 1
    }
    let resolver = PathResolver.masking(
      fields, scratch, subject: subject, jsonStart: jsonStart, wantsFilenames: plan.needsFilenames)
    return resolver.places(of: fields, scratch, body)
  }

  private func isInScope(_ hit: Hit, _ places: [FieldPlace]) -> Bool {
    let place = places[hit.place]
    let allowlist = plan.settings.allowlist
    if !allowlist.paths.isEmpty {
      if allowlist.allows(path: place.path) { return false }
      if !place.filename.isEmpty, allowlist.allows(path: place.filename) { return false }
    }
    guard plan.tables[hit.rule].hasPlaceScope else { return true }
    let rule = plan.rules[hit.rule]
    let isIncluded =
      (rule.scope.includeFields.isEmpty || rule.scope.includeFields.contains { Glob.matches($0, place.path) })
      && (rule.scope.includeFiles.isEmpty || rule.scope.includeFiles.contains { Glob.matches($0, place.filename) })
    return isIncluded && !rule.scope.excludeFields.contains { Glob.matches($0, place.path) }
      && !rule.scope.excludeFiles.contains { Glob.matches($0, place.filename) }
      && !rule.allow.files.contains { Glob.matches($0, place.filename) }
  }
}
