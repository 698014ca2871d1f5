internal import ArgusRules

/// This is the search for a compiled database that holds a set of patterns, or almost.
struct BaseSearch {
  let cache: DatabaseCache?
  let delta: DeltaLimits
  let previous: RulesetGeneration?

  /// The database to use again; nil where there is none that is near enough.
  func base(for patterns: [RulePattern]) -> PlannedDatabase? {
    let keys = patterns.map(PatternKey.init)
    let near = previous.map(\.automaton.base).flatMap { base in
      let distance = DatabaseDistance(places: base.places(of: keys), plans: base.plans.count)
      return distance.total <= delta.maximumChanges ? (base, distance) : nil
    }
    if let near, near.1 == .none { return near.0 }
    // A file for just these patterns is there after an edit was taken back.
    if let exact = cache?.load(keys) { return checked(exact, patterns, keys) }
    if let near { return near.0 }
    guard patterns.count >= delta.minimumPatterns else { return nil }
    return cache?.loadNearest(to: keys, within: delta.maximumChanges).map { checked($0, patterns, keys) }
  }

  /// Drops the plans of another build of the program that this one would make otherwise.
  private func checked(
    _ found: DatabaseCache.Found, _ patterns: [RulePattern], _ keys: [PatternKey]
  ) -> PlannedDatabase {
    guard found.isOfOtherProgram else { return found.database }
    var translations: [PatternKey: PatternKey] = [:]
    for (pattern, key) in zip(patterns, keys) where translations[key] == nil {
      translations[key] = PatternTranslation(pattern).digest
    }
    let database = found.database.keeping { translations[$0.key] == $0.translation }
    // Written over with this program's name, so that the next start need not look again.
    if database.isWhole { cache?.store(database) }
    return database
  }
}
