import Crypto

/// This is a SHA-256 over everything in the rules that changes what is found or done.
///
/// Names, descriptions, references, tags, examples and places in files do not count; the order of rules does.
public struct RuleSetDigest: Sendable, Hashable {
  /// 64 lower-case hexadecimal digits.
  public let hexadecimal: String
  /// The first 12 digits, for people.
  public var short: String { String(hexadecimal.prefix(12)) }

  init(of rules: [Rule]) {
    var encoding = CanonicalEncoding()
    encoding.add("argus.ruleset/1")
    encoding.add(rules) { $0.add($1) }
    var hash = SHA256()
    // The buffer is only read, and only during the call.
    encoding.bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
    let digits = Array("0123456789abcdef".unicodeScalars)
    var text = String.UnicodeScalarView()
    for byte in hash.finalize() {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    hexadecimal = String(text)
  }
}
