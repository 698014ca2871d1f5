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
    self.init(encoding)
  }

  /// The digest of what the examples of `rules` prove: the rules' meaning and order, and the examples themselves.
  ///
  /// - Parameter program: what tells one build of the program from another; its checks decide as well.
  public static func ofExamples(_ rules: [Rule], program: String) -> RuleSetDigest {
    var encoding = CanonicalEncoding()
    encoding.add("argus.examples/1")
    encoding.add(program)
    encoding.add(rules) { encoding, rule in
      encoding.add(rule)
      encoding.add(rule.examples.match) { encoding, example in
        encoding.add(example.text)
        encoding.add(example.value != nil)
        encoding.add(example.value ?? "")
      }
      encoding.add(rule.examples.noMatch) { $0.add($1.text) }
    }
    return RuleSetDigest(encoding)
  }

  private init(_ encoding: CanonicalEncoding) {
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
