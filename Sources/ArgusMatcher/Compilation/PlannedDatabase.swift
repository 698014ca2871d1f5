/// This is a compiled database together with the plans of the patterns it was compiled from.
///
/// The id of an expression is the index of its plan. Generations share it: one whose rules differ a little from those it
/// was compiled from uses the expressions that still fit.
final class PlannedDatabase: Sendable {
  /// nil when every pattern is PCRE2's alone.
  let database: HyperscanDatabase?
  let plans: [PatternPlan]
  /// Where each pattern stands in ``plans``; a pattern that two rules have stands there twice.
  private let places: [PatternKey: [Int]]

  convenience init(database: HyperscanDatabase?, plans: [PatternPlan]) {
    self.init(database: database, plans: plans) { _ in true }
  }

  private init(database: HyperscanDatabase?, plans: [PatternPlan], isKept: (PatternPlan) -> Bool) {
    self.database = database
    self.plans = plans
    places = Dictionary(grouping: plans.indices.filter { isKept(plans[$0]) }) { plans[$0].key }
  }

  /// The same database, without the plans that `isKept` refuses: no pattern will be found to stand there.
  func keeping(_ isKept: (PatternPlan) -> Bool) -> PlannedDatabase {
    PlannedDatabase(database: database, plans: plans, isKept: isKept)
  }

  /// Whether every plan is in use.
  var isWhole: Bool { places.values.reduce(0) { $0 + $1.count } == plans.count }

  /// Where each of `keys` stands in ``plans``, each place given once; nil for those that are not there.
  func places(of keys: [PatternKey]) -> [Int?] {
    var taken: [PatternKey: Int] = [:]
    return keys.map { key in
      guard let places = places[key] else { return nil }
      let count = taken[key, default: 0]
      guard count < places.count else { return nil }
      taken[key] = count + 1
      return places[count]
    }
  }

  func plan(of key: PatternKey) -> PatternPlan? { places[key]?.first.map { plans[$0] } }
}

/// This is how far a set of patterns is from what a database was compiled from.
struct DatabaseDistance: Sendable, Comparable {
  /// Patterns that the database does not hold.
  var missing: Int
  /// Plans of the database that no pattern uses.
  var surplus: Int

  static let none = DatabaseDistance(missing: 0, surplus: 0)

  var total: Int { missing + surplus }

  init(missing: Int, surplus: Int) {
    self.missing = missing
    self.surplus = surplus
  }

  /// - Parameter places: for each pattern its place among `plans` plans.
  init(places: [Int?], plans: Int) {
    missing = places.count { $0 == nil }
    surplus = plans - (places.count - missing)
  }

  static func < (lhs: Self, rhs: Self) -> Bool { lhs.total < rhs.total }
}
