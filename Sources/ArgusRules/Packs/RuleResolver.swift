/// This is where packs meet: ids are made unique, overrides applied, companions checked.
struct RuleResolver {
  let collector: DiagnosticCollector
  let sources: SourceLines

  private(set) var rejected: [String] = []
  private(set) var packs: [PackInfo] = []
  private(set) var overrides: [AppliedOverride] = []
  private var rules: [Rule] = []
  private var indices: [String: Int] = [:]
  private var rejectedIDs: Set<String> = []
  /// Where each id was first claimed, be it by a faulty rule: mending that one must not change what another means.
  private var claims: [String: SourceLocation] = [:]
  private var packPlaces: [String: SourceLocation] = [:]

  init(collector: DiagnosticCollector, sources: SourceLines) {
    self.collector = collector
    self.sources = sources
  }

  mutating func add(_ reading: RulePackReading) {
    if let info = reading.info, let place = reading.packLocation {
      if let first = packPlaces[info.id] {
        report(
          .duplicatePack, .warning, at: place, length: info.id.utf8.count, "the pack id `\(info.id)` is taken",
          hint: "the first pack of this id is at \(first)")
      } else {
        packPlaces[info.id] = place
      }
      packs.append(info)
    }
    for rule in reading.rules { add(rule) }
    for override in reading.overrides { apply(override) }
  }

  private mutating func add(_ reading: RuleReading) {
    switch reading {
    case .whole(let rule):
      if claim(rule.id, at: rule.location) { add(rule) }
    case .rejected(nil, let place):
      reject(at: place)
    case .rejected(let id?, let place):
      guard claim(id, at: place) else { return }
      rejected.append(id)
      rejectedIDs.insert(id)
    }
  }

  /// Whether `id` was free; else the rule that claims it is reported and rejected.
  private mutating func claim(_ id: String, at place: SourceLocation) -> Bool {
    guard let first = claims[id] else {
      claims[id] = place
      return true
    }
    report(
      .duplicateRule, at: place, length: id.utf8.count, "the rule id `\(id)` is taken",
      hint: "the first rule of this id is at \(first)", ruleID: id)
    reject(at: place)
    return false
  }

  /// Names a rule by its place, where an id would name none or another.
  private mutating func reject(at place: SourceLocation) { rejected.append("\(place.file):\(place.line)") }

  private mutating func add(_ rule: Rule) {
    guard rules.count < PackLimits.rulesPerSet else {
      report(
        .tooManyRules, at: rule.location, length: rule.id.utf8.count,
        "more than \(PackLimits.rulesPerSet) rules; this one is left out", hint: "load fewer packs", ruleID: rule.id)
      rejected.append(rule.id)
      rejectedIDs.insert(rule.id)
      return
    }
    indices[rule.id] = rules.count
    rules.append(rule)
  }

  private mutating func apply(_ override: RuleOverride) {
    if let index = indices[override.id] {
      override.apply(to: &rules[index])
      overrides.append(AppliedOverride(override))
    } else if !rejectedIDs.contains(override.id) {
      let suggestion = Suggestion.nearest(to: override.id, among: rules.map(\.id))
      report(
        .unknownRule, at: override.location, length: override.id.utf8.count,
        "no rule `\(override.id)` was read before this override",
        hint: suggestion.map { "did you mean `\($0)`?" } ?? "packs are read in order; name the rule's pack first",
        ruleID: override.id)
    }
  }

  /// The rules whose companions are there.
  mutating func resolve() -> [Rule] {
    var dependents: [String: [String]] = [:]
    var unusable: [String] = []
    for rule in rules {
      for companion in rule.requires {
        if !companion.isOptional { dependents[companion.rule, default: []].append(rule.id) }
        if companion.rule == rule.id {
          reject(rule, companion, .unusableCompanion, "a rule cannot require itself", hint: "name another rule")
          unusable.append(rule.id)
        } else if indices[companion.rule] == nil {
          if rejectedIDs.contains(companion.rule) {
            // The other rule's own fault is reported; without an optional companion this rule still works.
            if companion.isOptional { continue }
            rejectForCompanion(rule, companion)
          } else {
            let suggestion = Suggestion.nearest(to: companion.rule, among: rules.map(\.id))
            reject(
              rule, companion, .unknownRule, "no rule `\(companion.rule)` exists",
              hint: suggestion.map { "did you mean `\($0)`?" }
                ?? "load the pack that has it, or leave the requirement out; `argusd rules list` shows the ids")
          }
          unusable.append(rule.id)
        }
      }
    }
    var gone: Set<String> = Set(unusable)
    while let id = unusable.popLast() {
      for dependent in dependents[id] ?? [] where gone.insert(dependent).inserted {
        unusable.append(dependent)
        guard let index = indices[dependent],
          let companion = rules[index].requires.first(where: { $0.rule == id && !$0.isOptional })
        else { continue }
        rejectForCompanion(rules[index], companion)
      }
    }
    rejected += rules.lazy.map(\.id).filter(gone.contains)
    return rules.filter { !gone.contains($0.id) }
  }

  private func rejectForCompanion(_ rule: Rule, _ companion: CompanionRequirement) {
    reject(
      rule, companion, .unusableCompanion, "the required rule `\(companion.rule)` is rejected",
      hint: "mend that rule, or make the companion optional")
  }

  private func reject(
    _ rule: Rule, _ companion: CompanionRequirement, _ code: DiagnosticCode, _ message: String, hint: String?
  ) {
    report(
      code, at: companion.location, length: companion.rule.utf8.count, message, hint: hint, ruleID: rule.id)
  }

  private func report(
    _ code: DiagnosticCode, _ severity: Diagnostic.Severity = .error, at location: SourceLocation, length: Int,
    _ message: String, hint: String?, ruleID: String? = nil
  ) {
    collector.add(
      Diagnostic(
        code: code.identifier(), severity: severity, location: location, length: length, message: message, hint: hint,
        sourceLine: sources.line(at: location), ruleID: ruleID))
  }
}
