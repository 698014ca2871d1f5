/// This is UK NHS numbers: ten digits, the last of which makes the weighted sum a multiple of eleven.
enum NHSNumber {
  static func isValid(_ value: Span<UInt8>) -> Bool {
    guard let digits = DigitRun.digits(value), digits.count == 10 else { return false }
    var sum = 0
    for (place, digit) in digits.prefix(9).enumerated() { sum += Int(digit) * (10 - place) }
    let check = (11 - sum % 11) % 11
    // A check digit of ten is never issued; all zeros pass the sum but are nobody's number.
    return check == Int(digits[9]) && digits.contains { $0 != 0 }
  }
}
