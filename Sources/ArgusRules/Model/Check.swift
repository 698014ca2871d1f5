/// This is one cheap test of a value after its pattern matched; a closed set, so the engine runs no foreign code.
public enum Check: Sendable, Hashable {
  /// Shannon entropy of the value's bytes, in bits per byte; 0…8.
  case entropy(min: Double)
  /// In bytes.
  case length(min: Int?, max: Int?)
  /// At least so many characters of each class.
  case characters(digits: Int, upper: Int, lower: Int, special: Int)
  case checksum(ChecksumKind)
  case not(Exclusion)

  /// This is what a value must not look like.
  public struct Exclusion: Sendable, Hashable {
    /// Substrings, compared without case (ASCII).
    public var words: [String]
    /// Only hexadecimal digits, 32, 40, 56, 64, 96 or 128 of them.
    public var hashLike: Bool
    /// 8-4-4-4-12 hexadecimal digits.
    public var uuid: Bool
    /// One character, or a short run of them, repeated; a keyboard or alphabet walk such as `abcdef` or `123456`.
    public var placeholder: Bool

    public init(words: [String] = [], hashLike: Bool = false, uuid: Bool = false, placeholder: Bool = false) {
      self.words = words
      self.hashLike = hashLike
      self.uuid = uuid
      self.placeholder = placeholder
    }
  }
}

/// This is a checksum or structure test that a format carries in itself. The raw value is its name in packs.
public enum ChecksumKind: String, Sendable, Hashable, CaseIterable {
  /// `gh?_` + 30 base62 + 6 digits of CRC-32 in base62 (also the 70 + 6 form).
  case githubCRC32 = "github-crc32"
  /// `npm_` + 30 base62 + 6 digits of CRC-32 in base62.
  case npmCRC32 = "npm-crc32"
  /// `vc?_` + 50 + 6 digits of CRC-32 in base62.
  case vercelCRC32 = "vercel-crc32"
  /// GitLab's routable tokens: `.01.` + 2 base36 length digits + 7 base36 digits of CRC-32.
  case gitlabRoutableCRC32 = "gitlab-routable-crc32"
  /// `zpka_` + 32 + `_` + 8 hexadecimal digits of CRC-32.
  case zuploCRC32 = "zuplo-crc32"
  /// ISO/IEC 7812 with length and issuer ranges; spaces and hyphens are ignored.
  case luhn
  /// ISO 13616: country length and mod 97 = 1; spaces are ignored.
  case ibanMod97 = "iban-mod97"
  case verhoeff
  /// US social security number: area not 000, 666 or 9xx, group not 00, serial not 0000.
  case usSSN = "us-ssn"
  /// The first part decodes to a JSON object with `alg`.
  case jwtHeader = "jwt-header"
  /// BEGIN and END labels agree and the body is base64 of a plausible DER or OpenSSH structure.
  case pemDER = "pem-der"
  /// The base32 tail of an AWS access key id holds an account number of twelve digits.
  case awsAccountID = "aws-account-id"
  /// The value decodes as base64 (either alphabet).
  case base64
  /// The first dotted part is base64 of a Discord snowflake (digits only).
  case discordSnowflake = "discord-snowflake"
  /// base64 that decodes to `user:password`.
  case basicAuth = "basic-auth"
  /// UK NHS number, mod 11.
  case nhsMod11 = "nhs-mod11"
  /// `cflt` + 54 + 6 base64 digits of CRC-32.
  case confluentCRC32 = "confluent-crc32"
  /// Bitcoin's base 58 with four bytes of a double SHA-256: addresses, wallet import format, extended keys.
  case base58check
  /// BIP 173 or BIP 350: Bitcoin's newer addresses, age keys.
  case bech32
  /// An Ethereum address whose letters have the case that the Keccak-256 of its digits demands.
  case eip55
}
