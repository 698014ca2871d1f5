import ArgusKit
public import ArgusRules

/// This is what became of one rule between two revisions.
public struct RuleChange: Sendable {
  public enum Kind: String, Sendable { case added, removed, changed }

  public var id: String
  public var kind: Kind
  /// For ``Kind/changed``: the keys of the rule whose meaning changed, such as `pattern` and `checks`.
  public var keys: [String] = []
  public var location: SourceLocation

  /// All changes between two rule sets, by id.
  static func all(from base: [Rule], to head: [Rule]) -> [RuleChange] {
    let before = Dictionary(base.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let after = Dictionary(head.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    return Set(before.keys).union(after.keys).sorted().compactMap { id in
      switch (before[id], after[id]) {
      case (nil, let rule?): return RuleChange(id: id, kind: .added, location: rule.location)
      case (let rule?, nil): return RuleChange(id: id, kind: .removed, location: rule.location)
      case (let old?, let new?):
        let keys = keys(changedFrom: old, to: new)
        return keys.isEmpty ? nil : RuleChange(id: id, kind: .changed, keys: keys, location: new.location)
      case (nil, nil): return nil
      }
    }
  }

  private static func keys(changedFrom old: Rule, to new: Rule) -> [String] {
    func search(_ pattern: RulePattern) -> String { "\(pattern.flags.rawValue) \(pattern.source)" }
    func demand(_ companion: CompanionRequirement) -> String {
      "\(companion.rule) \(companion.within) \(companion.isOptional) \(companion.raisesConfidenceTo?.rawValue ?? "")"
    }
    let differences: [(String, Bool)] = [
      ("type", old.type != new.type), ("name", old.name != new.name),
      ("description", old.description != new.description), ("category", old.category != new.category),
      ("severity", old.severity != new.severity), ("confidence", old.confidence != new.confidence),
      ("mode", old.mode != new.mode), ("action", old.action != new.action),
      ("pattern", old.patterns.map(search) != new.patterns.map(search)), ("value", old.value != new.value),
      ("context", old.context != new.context), ("requires", old.requires.map(demand) != new.requires.map(demand)),
      ("checks", old.checks != new.checks), ("scope", old.scope != new.scope),
      (
        "allow",
        old.allow.values != new.allow.values || old.allow.files != new.allow.files
          || old.allow.patterns.map(search) != new.allow.patterns.map(search)
      ),
      ("references", old.references != new.references), ("tags", old.tags != new.tags),
      (
        "examples",
        old.examples.match.map { [$0.text, $0.value ?? ""] } != new.examples.match.map { [$0.text, $0.value ?? ""] }
          || old.examples.noMatch.map(\.text) != new.examples.noMatch.map(\.text)
      ),
    ]
    return differences.filter(\.1).map(\.0)
  }
}
