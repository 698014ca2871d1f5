import ArgusKit
public import ArgusRules

extension Check {
  /// Tells whether `value` passes this check.
  public func passes(_ value: Span<UInt8>) -> Bool {
    switch self {
    case .entropy(let minimum): Entropy.bitsPerByte(value) >= minimum
    case .length(let minimum, let maximum):
      value.count >= (minimum ?? 0) && value.count <= (maximum ?? .max)
    case .characters(let digits, let upper, let lower, let special):
      CharacterCounts(value).reaches(digits: digits, upper: upper, lower: lower, special: special)
    case .checksum(let kind): kind.verifies(value)
    case .not(let exclusion): !exclusion.covers(value)
    }
  }
}

extension ChecksumKind {
  /// Tells whether `value` carries the checksum or structure of this kind.
  public func verifies(_ value: Span<UInt8>) -> Bool {
    switch self {
    case .githubCRC32: TokenChecksums.github(value)
    case .npmCRC32: TokenChecksums.npm(value)
    case .vercelCRC32: TokenChecksums.vercel(value)
    case .gitlabRoutableCRC32: TokenChecksums.gitlabRoutable(value)
    case .zuploCRC32: TokenChecksums.zuplo(value)
    case .luhn: CardNumber.isValid(value)
    case .ibanMod97: IBAN.isValid(value)
    case .verhoeff: Verhoeff.isValid(value)
    case .usSSN: SocialSecurityNumber.isValid(value)
    case .jwtHeader: JWTHeader.isValid(value)
    case .pemDER: PEMBlock.isValid(value)
    case .awsAccountID: AWSAccountID.isValid(value)
    case .base64: Base64.decode(value) != nil
    case .discordSnowflake: EncodedStructures.isDiscordToken(value)
    case .basicAuth: EncodedStructures.isBasicCredential(value)
    case .nhsMod11: NHSNumber.isValid(value)
    case .confluentCRC32: TokenChecksums.confluent(value)
    case .base58check: Base58Check.isValid(value)
    case .bech32: Bech32.isValid(value)
    case .eip55: EthereumAddress.isValid(value)
    }
  }
}
