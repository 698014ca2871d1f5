public import ArgusRules

extension ChecksumKind {
  /// Whether a value with one wrong character at its end is certain to be told from a right one.
  public var detectsAnyEdit: Bool {
    switch self {
    case .githubCRC32, .npmCRC32, .vercelCRC32, .gitlabRoutableCRC32, .zuploCRC32, .luhn, .ibanMod97, .verhoeff,
      .nhsMod11, .confluentCRC32, .base58check, .bech32:
      true
    case .usSSN, .jwtHeader, .pemDER, .awsAccountID, .base64, .discordSnowflake, .basicAuth, .eip55: false
    }
  }

  /// `value` with check characters that hold, everything else as it is; nil where the kind has none that could be
  /// worked out, or the value has not their form. For made-up values only.
  public func repaired(_ value: [UInt8]) -> [UInt8]? {
    switch self {
    case .githubCRC32, .npmCRC32, .vercelCRC32: return withCRC(value, from: 4, TokenChecksums.base62, digits: 6)
    case .gitlabRoutableCRC32: return withCRC(value, from: 0, TokenChecksums.base36, digits: 7)
    case .zuploCRC32:
      guard value.count == 46 else { return nil }
      let digits = String(CRC32.checksum(value.span.extracting(5..<37)), radix: 16)
      return verified(Array(value[..<38]) + Array((String(repeating: "0", count: 8 - digits.count) + digits).utf8))
    case .luhn, .verhoeff, .nhsMod11: return withLastDigit(value)
    case .ibanMod97: return withCheckDigits(value)
    case .usSSN, .jwtHeader, .pemDER, .awsAccountID, .base64, .discordSnowflake, .basicAuth, .confluentCRC32,
      .base58check, .bech32, .eip55:
      return verified(value)
    }
  }

  private func verified(_ value: [UInt8]) -> [UInt8]? { verifies(value.span) ? value : nil }

  private func withCRC(_ value: [UInt8], from start: Int, _ alphabet: [UInt8], digits: Int) -> [UInt8]? {
    guard value.count > start + digits else { return nil }
    var repaired = value
    let body = value.count - digits
    var checksum = CRC32.checksum(value.span.extracting(start..<body))
    for index in stride(from: value.count - 1, through: body, by: -1) {
      repaired[index] = alphabet[Int(checksum % UInt32(alphabet.count))]
      checksum /= UInt32(alphabet.count)
    }
    return verified(repaired)
  }

  private func withLastDigit(_ value: [UInt8]) -> [UInt8]? {
    guard let last = value.lastIndex(where: { $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
    var repaired = value
    for digit in UInt8(0x30)...0x39 {
      repaired[last] = digit
      if let right = verified(repaired) { return right }
    }
    return nil
  }

  private func withCheckDigits(_ value: [UInt8]) -> [UInt8]? {
    guard value.count > 4 else { return nil }
    var repaired = value
    for number in UInt8(2)...98 {
      (repaired[2], repaired[3]) = (0x30 + number / 10, 0x30 + number % 10)
      if let right = verified(repaired) { return right }
    }
    return nil
  }
}
