import ArgusKit

/// This is an unambiguous byte form of rules: every text and list is preceded by its length, so that no two different
/// rules have the same bytes.
struct CanonicalEncoding {
  private(set) var bytes: [UInt8] = []

  mutating func add(_ number: Int) {
    let pattern = UInt64(bitPattern: Int64(number))
    for shift in stride(from: 0, to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: pattern >> UInt64(shift))) }
  }

  mutating func add(_ number: Int?) {
    add(number == nil ? 0 : 1)
    if let number { add(number) }
  }

  mutating func add(_ text: String) {
    add(text.utf8.count)
    bytes += text.utf8
  }

  mutating func add(_ flag: Bool) { bytes.append(flag ? 1 : 0) }

  mutating func add<Element>(_ list: [Element], _ encode: (inout Self, Element) -> Void) {
    add(list.count)
    for element in list { encode(&self, element) }
  }

  mutating func add(_ texts: [String]) { add(texts) { $0.add($1) } }

  mutating func add(_ rule: Rule) {
    add(rule.id)
    add(rule.type)
    add(rule.category)
    add(rule.severity.rawValue)
    add(rule.confidence.rawValue)
    add(rule.mode.rawValue)
    add(rule.action?.rawValue ?? "")
    add(rule.patterns) { $0.add($1) }
    add(rule.value)
    add(rule.context)
    add(rule.requires) { $0.add($1) }
    add(rule.checks) { $0.add($1) }
    add(rule.scope.directions.map(\.rawValue))
    add(rule.scope.includeFields)
    add(rule.scope.excludeFields)
    add(rule.scope.includeFiles)
    add(rule.scope.excludeFiles)
    add(rule.allow.values)
    add(rule.allow.patterns) { $0.add($1) }
    add(rule.allow.files)
  }

  private mutating func add(_ pattern: RulePattern) {
    add(pattern.source)
    add(Int(pattern.flags.rawValue))
  }

  private mutating func add(_ value: CaptureSelector) {
    switch value {
    case .automatic: add(0)
    case .group(let number):
      add(1)
      add(number)
    case .named(let name):
      add(2)
      add(name)
    }
  }

  private mutating func add(_ context: ContextRequirement?) {
    add(context != nil)
    guard let context else { return }
    add(context.any)
    switch context.distance {
    case .bytes(let count):
      add(0)
      add(count)
    case .lines(let count):
      add(1)
      add(count)
    }
  }

  private mutating func add(_ companion: CompanionRequirement) {
    add(companion.rule)
    add(companion.within)
    add(companion.isOptional)
    add(companion.raisesConfidenceTo?.rawValue ?? "")
  }

  private mutating func add(_ check: Check) {
    switch check {
    case .entropy(let min):
      add("entropy")
      add(Int(bitPattern: UInt(min.bitPattern)))
    case .length(let min, let max):
      add("length")
      add(min)
      add(max)
    case .characters(let digits, let upper, let lower, let special):
      add("characters")
      for count in [digits, upper, lower, special] { add(count) }
    case .checksum(let kind):
      add("checksum")
      add(kind.rawValue)
    case .not(let exclusion):
      add("not")
      add(exclusion.words)
      add(exclusion.hashLike)
      add(exclusion.uuid)
      add(exclusion.placeholder)
    }
  }
}
