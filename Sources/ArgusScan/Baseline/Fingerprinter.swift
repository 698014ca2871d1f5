import ArgusKit
import Crypto

/// This is the making of fingerprints: a keyed hash of rule, value and path, the same wherever in the file the value
/// stands and however the file was reached.
///
/// Without the key nobody can try out values against a fingerprint; card numbers and the like would be guessed in
/// seconds from a plain hash.
public struct Fingerprinter: Sendable {
  private let key: SymmetricKey

  /// 32 random bytes, as ``FingerprintKey`` keeps them.
  init(key: [UInt8]) { self.key = SymmetricKey(data: key) }

  /// 32 hexadecimal digits.
  func fingerprint(of record: ScanRecord) -> String {
    record.finding.matchedValue.withExposed { value in
      code(of: ["finding", record.ruleID, value, record.projectPath])
    }
  }

  /// Tells keys apart without giving anything away of them.
  public var keyIdentifier: String { String(code(of: ["key"]).prefix(16)) }

  private static let digits = Array("0123456789abcdef".utf8)

  private func code(of parts: [String]) -> String {
    var text: [UInt8] = []
    for part in parts {
      // The length before each part keeps `ab` + `c` from being `a` + `bc`.
      text += String(part.utf8.count).utf8
      text.append(UInt8(ascii: ":"))
      text += part.utf8
    }
    let code = HMAC<SHA256>.authenticationCode(for: text, using: key)
    var digits: [UInt8] = []
    for byte in code.prefix(16) { digits += [Self.digits[Int(byte >> 4)], Self.digits[Int(byte & 15)]] }
    return String(decoding: digits, as: UTF8.self)
  }
}
