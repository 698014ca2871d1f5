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
    /// In order of field and start.
    var hits: [Hit] = []
    /// What ``Hit/place`` points into.
    var places: [FieldPlace] = []
    /// Rules whose allow patterns PCRE2 gave up on, with the reason; their hits stand.
    var undecidedAllowances: [Int: String] = [:]
  }

  /// This is what the judgement on one match leaves for the next.
  private struct Progress {
    var context = ContextSearch()
    var undecidedAllowances: [Int: String] = [:]
  }

  func judge(
    _ matches: [RuleMatch], _ scratch: borrowing InspectionScratch, _ body: Span<UInt8>, jsonStart: Int?
  ) -> Result {
    var hits: [Hit] = []
    var progress = Progress()
    for match in matches where passesAlone(match, scratch, body, &progress) {
      hits.append(
        Hit(
          rule: match.rule, field: match.field, span: match.span.start..<match.span.end,
          value: match.value.start..<match.value.end, confidence: plan.rules[match.rule].confidence))
    }
    JSONOutline.rebase(&hits, scratch, body)
    guard !hits.isEmpty else { return Result(undecidedAllowances: progress.undecidedAllowances) }
    let places = place(&hits, scratch, body, jsonStart)
    hits.removeAll { !isInScope($0, places) }
    let companions = Companions(hits, plan.tables)
    var admitted: [Hit] = []
    admitted.reserveCapacity(hits.count)
    for var hit in hits where companions.admits(&hit, plan.tables[hit.rule].companions) { admitted.append(hit) }
    return Result(hits: admitted, places: places, undecidedAllowances: progress.undecidedAllowances)
  }

  private func passesAlone(
    _ match: RuleMatch, _ scratch: borrowing InspectionScratch, _ body: Span<UInt8>, _ progress: inout Progress
  ) -> Bool {
    let table = plan.tables[match.rule]
    if let directions = table.directions, !directions.contains(subject.direction) { return false }
    let bounds = scratch.arena.fields[match.field]
    let field = scratch.arena.bytes.span.extracting(bounds)
    let value = field.extracting(match.value.start..<match.value.end)
    let bytes = match.value.start..<match.value.end
    if Placeholder.covers(bytes, in: field, plan.placeholderTypes, ownTypes) { return false }
    for check in plan.rules[match.rule].checks where !check.passes(value) { return false }
    if let context = plan.rules[match.rule].context {
      let span = match.span.start..<match.span.end
      // Around a match in the outline stand other fields; only what the match itself takes in is its own.
      let isOutline = scratch.records[match.field].kind == .jsonOutline
      let distance = isOutline ? .bytes(0) : context.distance
      let key = Self.key(ofField: match.field, scratch, body)
      if !progress.context.holds(
        rule: match.rule, field: match.field, table.contextWords, distance, around: span, in: field,
        key: scratch.arena.bytes.span.extracting(key))
      {
        return false
      }
    }
    return !isAllowed(match.rule, table, value, &progress)
  }

  private func isAllowed(
    _ rule: Int, _ table: InspectionPlan.RuleTable, _ value: Span<UInt8>, _ progress: inout Progress
  ) -> Bool {
    if table.hasAllowPatterns {
      switch plan.generation.allowance(rule: rule, value: value) {
      case .allowed: return true
      case .none: break
      case .unknown(let reason): progress.undecidedAllowances[rule] = reason
      }
    }
    let globs = plan.settings.allowlist.values
    guard !table.allowedValues.isEmpty || !globs.isEmpty else { return false }
    let text = PathText.string(value)
    if table.allowedValues.contains(text) { return true }
    return plan.settings.allowlist.allows(value: Sensitive(text), detector: plan.rules[rule].category)
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
