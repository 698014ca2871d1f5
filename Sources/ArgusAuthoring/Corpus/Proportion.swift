/// This is a share of independent outcomes with its 95 % confidence interval after Wilson.
public struct Proportion: Sendable, Hashable {
  public var hits: Int
  public var total: Int

  public init(hits: Int, total: Int) {
    self.hits = hits
    self.total = total
  }

  /// nil where nothing was counted.
  public var value: Double? { total > 0 ? Double(hits) / Double(total) : nil }

  /// The interval that holds the true share in 95 of 100 repetitions; all of 0…1 where nothing was counted.
  public var interval: ClosedRange<Double> {
    guard total > 0 else { return 0...1 }
    // The normal distribution's quantile for 95 %, two-sided.
    let z = 1.959963984540054
    let n = Double(total)
    let share = Double(hits) / n
    let scale = 1 + z * z / n
    let centre = (share + z * z / (2 * n)) / scale
    let reach = z / scale * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
    return max(0, centre - reach)...min(1, centre + reach)
  }
}

/// This is what a corpus says of one rule, or of all: how often right, how often wrong, how often silent.
public struct Score: Sendable, Hashable {
  public var truePositives = 0
  public var falsePositives = 0
  public var falseNegatives = 0
  /// False where the corpus does not say which rule should have found what: recall is then not known.
  public var knowsMisses = true

  public init() {}

  public var precision: Proportion { Proportion(hits: truePositives, total: truePositives + falsePositives) }
  public var recall: Proportion {
    knowsMisses ? Proportion(hits: truePositives, total: truePositives + falseNegatives) : Proportion(hits: 0, total: 0)
  }

  /// F1 is 2J / (1 + J), where J is the share of true positives among everything found or missed. The interval is that of
  /// J after Wilson, taken through the same formula, which keeps its order.
  public var f1: (value: Double?, interval: ClosedRange<Double>) {
    guard knowsMisses else { return (nil, 0...1) }
    let share = Proportion(hits: truePositives, total: truePositives + falsePositives + falseNegatives)
    func scaled(_ share: Double) -> Double { 2 * share / (1 + share) }
    let doubled = 2 * truePositives
    let value = Proportion(hits: doubled, total: doubled + falsePositives + falseNegatives).value
    return (value, scaled(share.interval.lowerBound)...scaled(share.interval.upperBound))
  }

  static func + (left: Score, right: Score) -> Score {
    var sum = left
    sum.truePositives += right.truePositives
    sum.falsePositives += right.falsePositives
    sum.falseNegatives += right.falseNegatives
    sum.knowsMisses = left.knowsMisses && right.knowsMisses
    return sum
  }
}
