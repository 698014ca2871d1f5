/// This is how figures are written in reports: fixed places, no locale.
public enum Figure {
  /// `number` with `places` digits behind the point.
  static func fixed(_ number: Double, _ places: Int) -> String {
    guard number.isFinite, abs(number) < 1e12 else { return "\(number)" }
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    let units = Int((abs(number) * scale).rounded())
    let whole = units / Int(scale)
    let sign = number < 0 && units > 0 ? "-" : ""
    guard places > 0 else { return "\(sign)\(whole)" }
    let fraction = String(units % Int(scale))
    return "\(sign)\(whole).\(String(repeating: "0", count: places - fraction.count))\(fraction)"
  }

  /// `1 error`, `2 errors`.
  public static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

  static func percent(_ share: Double) -> String { fixed(share * 100, 1) + " %" }

  /// `97.5 % (91.2–99.3)`; a dash where nothing was counted.
  static func percent(_ value: Double?, _ interval: ClosedRange<Double>) -> String {
    guard let value else { return "–" }
    return "\(percent(value)) (\(fixed(interval.lowerBound * 100, 1))–\(fixed(interval.upperBound * 100, 1)))"
  }
}
