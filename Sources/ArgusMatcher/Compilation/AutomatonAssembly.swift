internal import ArgusRules

/// This is the step from compiled patterns to the automaton of a generation.
struct AutomatonAssembly {
  let limits: ScanLimits
  let delta: DeltaLimits
  /// The sources of ``patterns``.
  let sources: [RulePattern]
  let patterns: [CompiledPattern]
  let allowPatterns: [[PCRE2Regex]]

  /// Everything in one new database.
  func automaton() throws(MatcherError) -> CompiledAutomaton {
    let base = try compiled(Array(patterns.indices))
    return assembled(base, places: patterns.indices.map { $0 }, delta: nil, missing: [])
  }

  /// `base` as far as it holds the patterns, and a small database for the rest.
  ///
  /// - Parameter earlier: a small database of an earlier generation, used again when it holds the rest.
  /// - Returns: nil when too much differs.
  func automaton(
    on base: PlannedDatabase, reusing earlier: PlannedDatabase?
  ) throws(MatcherError) -> CompiledAutomaton? {
    let places = base.places(of: patterns.map(\.regex.key))
    let distance = DatabaseDistance(places: places, plans: base.plans.count)
    guard distance.total <= delta.maximumChanges else { return nil }
    let missing = patterns.indices.filter { places[$0] == nil }
    guard !missing.isEmpty else { return assembled(base, places: places, delta: nil, missing: []) }
    guard patterns.count >= delta.minimumPatterns else { return nil }
    if let earlier, !earlier.places(of: missing.map { patterns[$0].regex.key }).contains(nil) {
      return assembled(base, places: places, delta: earlier, missing: missing)
    }
    return assembled(base, places: places, delta: try compiled(missing), missing: missing)
  }

  private func compiled(_ indices: [Int]) throws(MatcherError) -> PlannedDatabase {
    let translations = indices.map { PatternTranslation(sources[$0]) }
    var candidates = translations.map { AutomatonBuilder.Candidate(attempts: $0.attempts) }
    var runs = RunTable()
    for (position, index) in indices.enumerated() {
      guard let run = RunTable.run(of: sources[index]), !runs.add(index, run) else { continue }
      candidates[position].demote()
    }
    var builder = AutomatonBuilder(limits: limits)
    let database = try builder.build(&candidates)
    let plans = indices.indices.map { position in
      PatternPlan(
        key: patterns[indices[position]].regex.key, translation: translations[position].digest,
        isSafeForMachineCode: translations[position].isSafeForMachineCode,
        extent: MatchExtent(sources[indices[position]]),
        choice: candidates[position].attempt?.choice)
    }
    return PlannedDatabase(database: database, plans: plans)
  }

  /// - Parameters:
  ///   - places: for each pattern its place in `base`.
  ///   - missing: the patterns without a place, all of which `delta` holds.
  private func assembled(
    _ base: PlannedDatabase, places: [Int?], delta: PlannedDatabase?, missing: [Int]
  ) -> CompiledAutomaton {
    var patterns = patterns
    var choices = [AutomatonChoice?](repeating: nil, count: patterns.count)
    var baseTargets = [Int](repeating: AutomatonPart.masked, count: base.plans.count)
    for (index, place) in places.enumerated() {
      guard let place else { continue }
      baseTargets[place] = index
      choices[index] = base.plans[place].choice
      patterns[index].extent = base.plans[place].extent
    }
    var parts = base.database.map { [AutomatonPart(database: $0, targets: baseTargets)] } ?? []
    if let delta {
      var targets = [Int](repeating: AutomatonPart.masked, count: delta.plans.count)
      for (index, place) in zip(missing, delta.places(of: missing.map { patterns[$0].regex.key })) {
        guard let place else { preconditionFailure("a delta holds every pattern that the base lacks") }
        targets[place] = index
        choices[index] = delta.plans[place].choice
        patterns[index].extent = delta.plans[place].extent
      }
      if let database = delta.database { parts.append(AutomatonPart(database: database, targets: targets)) }
    }
    var runs = RunTable()
    for (index, choice) in choices.enumerated() {
      patterns[index].trigger = choice?.trigger ?? .always
      guard case .run = patterns[index].trigger else { continue }
      // There is room for the classes of one compilation; those of a delta may be too many until it is consolidated.
      guard let run = RunTable.run(of: sources[index]), runs.add(index, run) else {
        patterns[index].trigger = .always
        continue
      }
    }
    return CompiledAutomaton(
      base: base, delta: delta, parts: parts, runs: runs, patterns: patterns, choices: choices,
      allowPatterns: allowPatterns,
      distance: DatabaseDistance(places: places, plans: base.plans.count))
  }
}
