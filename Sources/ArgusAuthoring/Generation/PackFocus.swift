public import ArgusRules

/// This is the part of what was loaded that is judged.
public struct PackFocus: Sendable {
  var files: Set<String>
  /// The paths as they were given: what is wrong with one of them is told, too.
  var paths: Set<String>
  var isEverything = false
  /// Ids of rules that the files override: what goes wrong with these is the files' doing.
  private var overridden: Set<String> = []

  init(files: Set<String>, paths: Set<String>, of loaded: RuleLoadResult) {
    self.files = files
    self.paths = paths
    overridden = Set(loaded.overrides.filter { contains($0.location) }.map(\.ruleID))
  }

  init(everythingIn loaded: RuleLoadResult) {
    files = Set(loaded.ruleSet.packs.map(\.file))
    paths = []
    isEverything = true
  }

  func contains(_ location: SourceLocation) -> Bool {
    isEverything || files.contains(location.file) || paths.contains(location.file)
  }

  /// What stands in the files, and the errors of rules that they override, wherever those stand.
  public func contains(_ diagnostic: Diagnostic) -> Bool {
    guard let location = diagnostic.location else { return true }
    return contains(location) || isErrorOfAnOverriddenRule(diagnostic)
  }

  private func isErrorOfAnOverriddenRule(_ diagnostic: Diagnostic) -> Bool {
    diagnostic.severity == .error && diagnostic.ruleID.map(overridden.contains) ?? false
  }

  /// A rule of the files, or one that they override.
  public func contains(_ rule: Rule) -> Bool {
    contains(rule.location) || rule.places.overrides.contains(where: contains)
  }

  func contains(ruleID: String, in loaded: RuleLoadResult) -> Bool {
    if isEverything { return true }
    if let colon = ruleID.lastIndex(of: ":") { return files.contains(String(ruleID[..<colon])) }
    if let rule = loaded.ruleSet.rules.first(where: { $0.id == ruleID }) { return contains(rule) }
    return loaded.diagnostics.contains { $0.ruleID == ruleID && contains($0) }
  }

  /// The judged rules, and those that they require.
  func ruleSet(of ruleSet: RuleSet) -> RuleSet {
    isEverything ? ruleSet : ruleSet.closure(of: Set(ruleSet.rules.filter(contains).map(\.id)))
  }
}

extension RuleSet {
  /// The rules of these ids, and those that they require.
  func closure(of ids: Set<String>) -> RuleSet {
    let byID = Dictionary(rules.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    var wanted = ids
    var pending = Array(ids)
    while let id = pending.popLast() {
      for companion in byID[id]?.requires ?? [] where wanted.insert(companion.rule).inserted {
        pending.append(companion.rule)
      }
    }
    return RuleSet(rules: rules.filter { wanted.contains($0.id) }, packs: packs)
  }
}
