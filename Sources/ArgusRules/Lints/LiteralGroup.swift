/// This is one group of a pattern while its literals are collected: what its finished branches demand, and the text
/// directly before the current place of the branch that is being read.
struct LiteralGroup {
  /// A class of more bytes is not spelt out.
  static let classLimit = 16
  private static let lengthLimit = 64
  private static let repeatLimit = 64
  /// Longer literals are not better for a search.
  private static let usefulLength = 8

  private let limit: Int
  /// Every text that may stand directly before the current place; one empty text after an interruption.
  private var run = [LiteralText()]
  /// Whether the branch is nothing but the run.
  private var isExact = true
  private var best: [LiteralText]?
  private var demands: [[LiteralText]?] = []
  private var exactTexts: [LiteralText]? = []

  init(limit: Int) { self.limit = limit }

  /// Adds one of some texts, repeated as `token` says; nil stands for text that is not known.
  mutating func add(_ texts: [LiteralText]?, _ token: PatternToken) {
    guard let texts, texts.count <= limit else { return interrupt() }
    if token.minimum == 0 {
      guard token.maximum == 1, texts.count < limit else { return interrupt() }
      return add(texts + [LiteralText()], PatternToken(item: token.item, offset: token.offset, end: token.end))
    }
    if texts.count > 1 { offer(run) }
    var copies = 0
    var tail = [LiteralText()]
    while copies < min(token.minimum, Self.repeatLimit), let longer = product(run, texts) {
      run = longer
      if let longerTail = product(tail, texts) { tail = longerTail }
      copies += 1
    }
    if token.minimum == copies, token.maximum == copies { return }
    // More copies may follow; the last ones stand directly before what comes next.
    interrupt()
    run = copies == 0 ? texts : tail
  }

  /// Adds a finished group, repeated as `token` says.
  mutating func add(_ group: LiteralGroup, _ token: PatternToken) {
    if let texts = group.exactTexts, !texts.isEmpty, texts.count <= limit {
      add(texts, token)
    } else {
      interrupt()
      if token.minimum > 0, let demand = group.demand { offer(demand) }
    }
  }

  /// Ends the run: what comes next does not stand directly behind it.
  mutating func interrupt() {
    offer(run)
    run = [LiteralText()]
    isExact = false
  }

  mutating func endBranch() {
    offer(run)
    if isExact, let texts = exactTexts, texts.count < limit || limit == 1 {
      exactTexts = texts + run.filter { !texts.contains($0) }
    } else {
      exactTexts = nil
    }
    demands.append(best)
    best = nil
    run = [LiteralText()]
    isExact = true
  }

  /// Texts of which every match of the group contains one: those that its branches demand, together.
  var demand: [LiteralText]? {
    var union: [LiteralText] = []
    for demand in demands {
      guard let demand else { return nil }
      union += demand.filter { !union.contains($0) }
      if union.count > limit { return nil }
    }
    return union.isEmpty ? nil : union
  }

  private mutating func offer(_ texts: [LiteralText]) {
    guard texts.count <= limit, texts.allSatisfy({ !$0.bytes.isEmpty }) else { return }
    var unique: [LiteralText] = []
    for text in texts.map(\.normalized) where !unique.contains(text) { unique.append(text) }
    if let best, Self.rank(best) >= Self.rank(unique) { return }
    best = unique
  }

  private static func rank(_ texts: [LiteralText]) -> (Int, Int, Int) {
    let shortest = texts.map(\.bytes.count).min() ?? 0
    return (min(shortest, usefulLength), -texts.count, shortest)
  }

  /// Each of `left` followed by each of `right`; nil where that is too much.
  private func product(_ left: [LiteralText], _ right: [LiteralText]) -> [LiteralText]? {
    let (count, overflow) = left.count.multipliedReportingOverflow(by: right.count)
    let length = (left.map(\.bytes.count).max() ?? 0) + (right.map(\.bytes.count).max() ?? 0)
    guard !overflow, count <= limit, length <= Self.lengthLimit else { return nil }
    return left.flatMap { start in right.map { start + $0 } }
  }
}
