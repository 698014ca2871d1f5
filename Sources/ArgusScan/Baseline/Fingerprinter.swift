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

  private func code(of parts: [String]) -> String {
    var hash = HMAC<SHA256>(key: key)
    for part in parts {
      // The length before each part keeps `ab` + `c` from being `a` + `bc`.
      hash.update(data: Array("\(part.utf8.count):".utf8))
      hash.update(data: Array(part.utf8))
    }
    return hash.finalize().prefix(16).map { byte in
      let digits = String(byte, radix: 16)
      return digits.utf8.count == 1 ? "0" + digits : digits
    }.joined()
  }
}
