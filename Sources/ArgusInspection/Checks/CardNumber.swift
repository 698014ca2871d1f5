/// This is payment card numbers: ISO/IEC 7812 with the issuers' ranges and lengths, and the Luhn digit.
enum CardNumber {
  /// This is one issuer's range, given by its leading digits.
  private struct Issuer {
    var first: Int
    var last: Int
    var lengths: Set<Int>

    init(_ range: ClosedRange<Int>, _ lengths: Set<Int>) {
      first = range.lowerBound
      last = range.upperBound
      self.lengths = lengths
    }
  }

  private static let issuers: [Issuer] = [
    Issuer(4...4, [13, 16, 19]),  // Visa
    Issuer(51...55, [16]), Issuer(2221...2720, [16]),  // Mastercard
    Issuer(34...34, [15]), Issuer(37...37, [15]),  // American Express
    Issuer(6011...6011, [16, 17, 18, 19]), Issuer(644...649, [16, 17, 18, 19]), Issuer(65...65, [16, 17, 18, 19]),
    Issuer(3528...3589, [16, 17, 18, 19]),  // JCB
    Issuer(300...305, [14, 16, 17, 18, 19]), Issuer(3095...3095, [14, 16, 17, 18, 19]),  // Diners Club
    Issuer(36...36, [14, 15, 16, 17, 18, 19]), Issuer(38...39, [14, 16, 17, 18, 19]),
    Issuer(62...62, [16, 17, 18, 19]), Issuer(81...82, [16]), Issuer(60...60, [16]), Issuer(508...508, [16]),
    Issuer(50...50, [13, 14, 15, 16, 17, 18, 19]), Issuer(56...58, [13, 14, 15, 16, 17, 18, 19]),  // Maestro
    Issuer(63...63, [13, 14, 15, 16, 17, 18, 19]), Issuer(67...67, [13, 14, 15, 16, 17, 18, 19]),
    Issuer(2200...2204, [16, 17, 18, 19]),  // Mir
  ]

  static func isValid(_ value: Span<UInt8>) -> Bool {
    guard let digits = DigitRun.digits(value), (13...19).contains(digits.count) else { return false }
    guard issuers.contains(where: { accepts($0, digits) }) else { return false }
    return hasLuhnDigit(digits)
  }

  private static func accepts(_ issuer: Issuer, _ digits: [UInt8]) -> Bool {
    guard issuer.lengths.contains(digits.count) else { return false }
    let width = String(issuer.first).count
    let lead = digits.prefix(width).reduce(0) { $0 * 10 + Int($1) }
    return lead >= issuer.first && lead <= issuer.last
  }

  private static func hasLuhnDigit(_ digits: [UInt8]) -> Bool {
    var sum = 0
    for (place, digit) in digits.reversed().enumerated() {
      let doubled = Int(digit) * (place % 2 == 1 ? 2 : 1)
      sum += doubled > 9 ? doubled - 9 : doubled
    }
    return sum % 10 == 0
  }
}
