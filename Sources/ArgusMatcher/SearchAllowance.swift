/// This is how much of one scan is searched without counting steps, by pattern: enough for any ordinary text.
///
/// What comes after is counted, and the count is limited (``ScanLimits/stepBudget``): whatever the rules and the text,
/// the time of a scan is in proportion to its bytes.
struct SearchAllowance: Sendable {
  static let unboundedStarts = 64
  static let boundedStarts = 4_096
  static let opaqueStarts = 4_096
  /// A sixteenth of the bytes may be starts of one pattern.
  static let bytesPerStart = 16

  private var used: [Int]
  private var touched: [Int] = []
  private var bounded = 0
  /// The steps that are left.
  var steps = 0

  init(patterns: Int) { used = [Int](repeating: 0, count: patterns) }

  /// Starts a scan of so many bytes.
  mutating func begin(byteCount: Int, _ limits: ScanLimits) {
    for index in touched { used[index] = 0 }
    touched.removeAll(keepingCapacity: true)
    bounded = Self.boundedStarts + byteCount / Self.bytesPerStart
    let (more, overflow) = byteCount.multipliedReportingOverflow(by: max(0, limits.stepsPerByte))
    steps = overflow ? .max : PatternWidth.add(max(0, limits.stepBudget), more)
  }

  /// The starts that pattern `index` may still try without being counted.
  func left(_ index: Int, _ extent: MatchExtent) -> Int {
    switch extent {
    case .bounded: bounded - used[index]
    case .unbounded: Self.unboundedStarts - used[index]
    case .opaque: Self.opaqueStarts - used[index]
    }
  }

  mutating func use(_ starts: Int, of index: Int) {
    if used[index] == 0 { touched.append(index) }
    used[index] += starts
  }
}
