/// This is the Verhoeff digit: the product of all digits, permuted by place, in the dihedral group of order ten is 0.
enum Verhoeff {
  /// The permutation for the second digit from the right; the others are its powers.
  private static let permutation = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]

  static func isValid(_ value: Span<UInt8>) -> Bool {
    guard let digits = DigitRun.digits(value), digits.count >= 2 else { return false }
    var product = 0
    for (place, digit) in digits.reversed().enumerated() {
      var permuted = Int(digit)
      for _ in 0..<(place % 8) { permuted = permutation[permuted] }
      product = multiply(product, permuted)
    }
    return product == 0
  }

  /// The group's product: 0…4 are rotations of a pentagon, 5…9 its reflections.
  private static func multiply(_ a: Int, _ b: Int) -> Int {
    switch (a < 5, b < 5) {
    case (true, true): (a + b) % 5
    case (true, false): (a + b - 5) % 5 + 5
    case (false, true): (a - 5 - b + 5) % 5 + 5
    case (false, false): (a - b + 5) % 5
    }
  }
}
