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
    /// In order of root and start.
    var hits: [Hit] = []
    /// What ``Hit/place`` points into.
    var places: [FieldPlace] = []
    /// Rules whose allow patterns PCRE2 gave up on, with the reason; their hits stand.
    var undecidedAllowances: [Int: String] = [:]
  }

  /// This is what the judgement on one match leaves for the next.
  struct Progress {
    var context = ContextSearch()
    var undecidedAllowances: [Int: String] = [:]
  }

  func judge(
    _ matches: [RuleMatch], _ scratch: borrowing InspectionScratch, _ body: Span<UInt8>, jsonStart: Int?
  ) -> Result {
    var hits: [Hit] = []
    var progress = Progress()
    for match in matches {
      let gate = closedGate(match, scratch, body, &progress)
      trace?.add(judgement(of: match, gate, scratch, body))
      if gate != nil { continue }
      hits.append(
        Hit(
          rule: match.rule, field: match.field, span: match.span.start..<match.span.end,
          value: match.value.start..<match.value.end, confidence: plan.rules[match.rule].confidence))
    }
    JSONOutline.rebase(&hits, scratch, body)
    if scratch.records.count > scratch.baseCount { LayerRoots.trace(&hits, scratch) }
    if let trace {
      trace.move(to: hits)
      for hit in hits {
        trace.locate(hit, in: bodySpan(of: hit.rootValue, in: scratch.records[hit.root], body))
      }
    }
    guard !hits.isEmpty else { return Result(undecidedAllowances: progress.undecidedAllowances) }
    let places = place(&hits, scratch, body, jsonStart)
    hits.removeAll { hit in
      let gate = closedGate(hit, places)
      if gate == .allowList {
        let words = "an entry of the rule's `allow` covers the file"
        trace?.read(hit, GateReading(gate: .allowList, isOpen: false, words: words))
      } else {
        trace?.place(hit, at: places[hit.place].path)
      }
      guard let gate else { return false }
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
    return Result(hits: admitted, places: places, undecidedAllowances: progress.undecidedAllowances)
  }

  /// The first gate that stops `match`, of those that need only the field's bytes.
  private func closedGate(
    _ match: RuleMatch, _ scratch: borrowing InspectionScratch, _ body: Span<UInt8>, _ progress: inout Progress
  ) -> Gate? {
    let table = plan.tables[match.rule]
    if let directions = table.directions, !directions.contains(subject.direction) { return .direction }
    let bounds = scratch.arena.fields[match.field]
    let field = scratch.arena.bytes.span.extracting(bounds)
    let value = field.extracting(match.value.start..<match.value.end)
    if isPlaceholder(match, in: field) { return .placeholder }
    for (index, check) in plan.rules[match.rule].checks.enumerated() where !check.passes(value) { return .check(index) }
    if let context = plan.rules[match.rule].context, !hasContext(match, context, table, scratch, body, &progress) {
      return .context
    }
    if isAllowedByRule(match.rule, table, value, &progress) { return .allowList }
    return isAllowedByConfiguration(match.rule, value) ? .configuredValues : nil
  }

  func isPlaceholder(_ match: RuleMatch, in field: Span<UInt8>) -> Bool {
    Placeholder.covers(match.value.start..<match.value.end, in: field, plan.placeholderTypes, ownTypes)
  }

  /// Looks around the match, and where it was decoded, around each encoding that it was found in.
  func hasContext(
    _ match: RuleMatch, _ context: ContextRequirement, _ table: InspectionPlan.RuleTable,
    _ scratch: borrowing InspectionScratch, _ body: Span<UInt8>, _ progress: inout Progress
  ) -> Bool {
    var field = match.field
    var span = match.span.start..<match.span.end
    // Around a match in the outline stand other fields; only what the match itself takes in is its own.
    let distance = scratch.records[field].kind == .jsonOutline ? .bytes(0) : context.distance
    while true {
      let text = scratch.arena.bytes.span.extracting(scratch.arena.fields[field])
      let key = scratch.arena.bytes.span.extracting(scratch.key(of: field, in: body))
      if progress.context.holds(
        rule: match.rule, field: field, table.contextWords, distance, around: span, in: text, key: key)
      {
        return true
      }
      guard let layer = scratch.layer(of: field) else { return false }
      span = scratch.source(of: span, in: layer)
      field = layer.parent
    }
  }

  func isAllowedByRule(
    _ rule: Int, _ table: InspectionPlan.RuleTable, _ value: Span<UInt8>, _ progress: inout Progress
  ) -> Bool {
    if table.hasAllowPatterns {
      switch plan.generation.allowance(rule: rule, value: value) {
      case .allowed: return true
      case .none: break
      case .unknown(let reason): progress.undecidedAllowances[rule] = reason
      }
    }
    return !table.allowedValues.isEmpty && table.allowedValues.contains(PathText.string(value))
  }

  func isAllowedByConfiguration(_ rule: Int, _ value: Span<UInt8>) -> Bool {
    guard !plan.settings.allowlist.values.isEmpty else { return false }
    return plan.settings.allowlist.allows(
      value: Sensitive(PathText.string(value)), detector: plan.rules[rule].category)
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
