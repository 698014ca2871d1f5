/// This is how the findings of one rule over a corpus differ between two revisions.
public struct FindingDelta: Sendable, Hashable {
  /// By the corpus's labels: `unknown` where they do not say.
  public struct Counts: Sendable, Hashable {
    public var right = 0
    public var wrong = 0
    public var unknown = 0

    public var total: Int { right + wrong + unknown }
  }

  public var gained = Counts()
  public var lost = Counts()
  /// Of ``gained``: wrong findings at places where the other revision reported nothing at all.
  public var newFalsePositives = 0
  /// Of ``lost``: findings not known to be wrong, at places where this revision reports nothing at all.
  public var lostForGood = 0

  public init() {}

  static func + (left: FindingDelta, right: FindingDelta) -> FindingDelta {
    func sum(_ a: Counts, _ b: Counts) -> Counts {
      Counts(right: a.right + b.right, wrong: a.wrong + b.wrong, unknown: a.unknown + b.unknown)
    }
    var result = FindingDelta()
    result.gained = sum(left.gained, right.gained)
    result.lost = sum(left.lost, right.lost)
    result.newFalsePositives = left.newFalsePositives + right.newFalsePositives
    result.lostForGood = left.lostForGood + right.lostForGood
    return result
  }
}
