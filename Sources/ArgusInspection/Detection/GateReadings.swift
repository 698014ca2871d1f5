import ArgusKit
import ArgusMatcher
public import ArgusRules

/// The measurements behind each gate that needs only the field's bytes, for explanations.
extension RuleDetector {
  func judgement(
    of match: RuleMatch, _ closed: Gate?, _ scratch: borrowing InspectionScratch, _ body: Span<UInt8>
  ) -> JudgementTrace.Judgement {
    let record = scratch.records[match.field]
    let field = scratch.arena.bytes.span.extracting(scratch.arena.fields[match.field])
    let value = field.extracting(match.value.start..<match.value.end)
    var bytes: [UInt8] = []
    for index in value.indices { bytes.append(value[index]) }
    // An outline that leaves strings out has no bytes of the body under its own, and a decoded layer's are its root's.
    let isShortened = record.kind == .jsonOutline && field.count != record.range.count
    let bodySpan =
      isShortened || scratch.layer(of: match.field) != nil
      ? nil : bodySpan(of: match.value.start..<match.value.end, in: record, body)
    var judgement = JudgementTrace.Judgement(
      rule: match.rule, pattern: match.pattern, span: match.span, value: match.value, bodySpan: bodySpan,
      text: Sensitive(bytes), confidence: plan.rules[match.rule].confidence, field: match.field)
    judgement.closedGate = closed
    judgement.isOutline = record.kind == .jsonOutline
    judgement.readings = readings(match, field, value, scratch, body)
    return judgement
  }

  /// The bytes of the body behind `value` of a field; nil outside the body.
  func bodySpan(of value: Range<Int>, in record: FieldRecord, _ body: Span<UInt8>) -> ByteSpan? {
    if record.kind.isOutsideBody { return nil }
    var map = OffsetMap(record)
    let range = map.sourceSpan(of: value, in: body)
    return ByteSpan(start: range.lowerBound, end: range.upperBound)
  }

  private func readings(
    _ match: RuleMatch, _ field: Span<UInt8>, _ value: Span<UInt8>, _ scratch: borrowing InspectionScratch,
    _ body: Span<UInt8>
  ) -> [GateReading] {
    let rule = plan.rules[match.rule]
    let table = plan.tables[match.rule]
    var readings: [GateReading] = []
    var progress = Progress()
    if let directions = table.directions {
      readings.append(
        GateReading(
          gate: .direction, isOpen: directions.contains(subject.direction),
          words:
            "\(subject.direction.rawValue); the rule looks at \(directions.map(\.rawValue).sorted().joined(separator: ", "))"
        ))
    }
    if isPlaceholder(match, in: field) {
      readings.append(
        GateReading(gate: .placeholder, isOpen: false, words: "the value lies in a placeholder of an earlier redaction")
      )
    }
    for (index, check) in rule.checks.enumerated() {
      readings.append(GateReading(gate: .check(index), isOpen: check.passes(value), words: check.reading(of: value)))
    }
    if let context = rule.context {
      let isOpen = hasContext(match, context, table, scratch, body, &progress)
      let near = ContextWindow.nearest(table.contextWords, to: match.span.start..<match.span.end, in: field)
      readings.append(GateReading(gate: .context, isOpen: isOpen, words: Self.words(context, near)))
    }
    if table.hasAllowPatterns || !table.allowedValues.isEmpty {
      let isOpen = !isAllowedByRule(match.rule, table, value, &progress)
      readings.append(
        GateReading(
          gate: .allowList, isOpen: isOpen,
          words: isOpen
            ? "no entry of the rule's `allow` covers the value" : "an entry of the rule's `allow` covers the value"))
    }
    if !plan.settings.allowlist.values.isEmpty {
      let isOpen = !isAllowedByConfiguration(match.rule, value)
      readings.append(
        GateReading(
          gate: .configuredValues, isOpen: isOpen,
          words: isOpen ? "no configured entry covers the value" : "a configured entry covers the value"))
    }
    return readings
  }

  private static func words(_ context: ContextRequirement, _ near: (word: Int, distance: Int)?) -> String {
    let demand =
      switch context.distance {
      case .bytes(let count): "within \(count) bytes"
      case .lines(let count): count == 0 ? "on the same line" : "within \(count) lines"
      }
    let words = context.any.map { "`\($0)`" }.joined(separator: ", ")
    guard let near, context.any.indices.contains(near.word) else {
      return "one of \(words) is demanded \(demand); none stands within \(ContextWindow.sight)"
    }
    let place = near.distance == 0 ? "in the match" : "\(near.distance) bytes away"
    return "`\(context.any[near.word])` stands \(place); one of \(words) is demanded \(demand)"
  }
}

extension Check {
  /// What the check measured in `value` and what it demands, without the value.
  public func reading(of value: Span<UInt8>) -> String {
    switch self {
    case .entropy(let minimum):
      return "\(Self.decimal(Entropy.bitsPerByte(value))) bits per byte, at least \(Self.decimal(minimum)) are demanded"
    case .length(let minimum, let maximum):
      let demand =
        switch (minimum, maximum) {
        case (let low?, let high?) where low == high: "exactly \(low) are demanded"
        case (let low?, let high?): "\(low) to \(high) are demanded"
        case (let low?, nil): "at least \(low) are demanded"
        case (nil, let high?): "at most \(high) are demanded"
        case (nil, nil): "any number will do"
        }
      return "\(value.count) bytes, \(demand)"
    case .characters(let digits, let upper, let lower, let special):
      let counts = CharacterCounts(value)
      let pairs = [
        ("digits", counts.digits, digits), ("upper", counts.upper, upper), ("lower", counts.lower, lower),
        ("special", counts.special, special),
      ]
      return pairs.filter { $0.2 > 0 }.map { "\($0.0) \($0.1) of \($0.2)" }.joined(separator: ", ")
    case .checksum(let kind):
      return "`\(kind.rawValue)` \(kind.verifies(value) ? "holds" : "does not hold")"
    case .not(let exclusion):
      let found = exclusion.causes(in: value)
      return found.isEmpty ? "looks like nothing that is excluded" : "excluded: " + found.joined(separator: ", ")
    }
  }

  /// Two decimals, without a formatter: 2.71.
  static func decimal(_ number: Double) -> String {
    guard number.isFinite, abs(number) < 1e9 else { return "\(number)" }
    let hundredths = Int((number * 100).rounded())
    let fraction = abs(hundredths % 100)
    return "\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction)"
  }
}
