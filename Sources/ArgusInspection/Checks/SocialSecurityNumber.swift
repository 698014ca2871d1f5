/// This is US social security numbers: which area, group and serial numbers are never given out.
enum SocialSecurityNumber {
  static func isValid(_ value: Span<UInt8>) -> Bool {
    guard let digits = DigitRun.digits(value), digits.count == 9 else { return false }
    let number = digits.reduce(0) { $0 * 10 + Int($1) }
    let area = number / 1_000_000
    let group = number / 10_000 % 100
    let serial = number % 10_000
    return area != 0 && area != 666 && area < 900 && group != 0 && serial != 0
  }
}
