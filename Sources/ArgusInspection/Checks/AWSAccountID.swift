/// This is the account number inside an AWS access key id: bits 1…40 of the base32 tail.
enum AWSAccountID {
  private static let largest: UInt64 = 999_999_999_999

  static func isValid(_ value: Span<UInt8>) -> Bool {
    guard value.count == 20 else { return false }
    var head: UInt64 = 0
    for index in 4..<20 {
      guard let digit = digit(value[index]) else { return false }
      // Ten characters, 50 bits, hold all that is needed; the others must only be base32.
      if index < 14 { head = head << 5 | digit }
    }
    let hasAccount = head >> 49 == 1
    // Ids from before the account was put in begin with the top bit clear; there is nothing to check in them.
    guard hasAccount else { return true }
    let account = (head >> 9) & 0xFF_FFFF_FFFF
    return account > 0 && account <= largest
  }

  private static func digit(_ byte: UInt8) -> UInt64? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt64(byte - UInt8(ascii: "A"))
    case UInt8(ascii: "2")...UInt8(ascii: "7"): UInt64(byte - UInt8(ascii: "2")) + 26
    default: nil
    }
  }
}
