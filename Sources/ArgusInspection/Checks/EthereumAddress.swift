/// This is EIP-55: the case of an address's letters is a checksum over its digits.
///
/// An address in one case carries none and does not pass.
enum EthereumAddress {
  private static let digitCount = 40

  static func isValid(_ value: Span<UInt8>) -> Bool {
    guard value.count == digitCount + 2, value[0] == UInt8(ascii: "0"), value[1] == UInt8(ascii: "x") else {
      return false
    }
    var lowered: [UInt8] = []
    for index in 2..<value.count {
      guard CodedUnit.hexDigit(value[index]) != nil else { return false }
      lowered.append(value[index] | 0x20)
    }
    let digest = Keccak256.hash(lowered)
    var cases: Set<Bool> = []
    for index in 0..<digitCount where value[index + 2] > UInt8(ascii: "9") {
      let isUpper = value[index + 2] < UInt8(ascii: "a")
      let nibble = index % 2 == 0 ? digest[index / 2] >> 4 : digest[index / 2] & 15
      guard isUpper == (nibble >= 8) else { return false }
      cases.insert(isUpper)
    }
    return cases.count == 2
  }
}
