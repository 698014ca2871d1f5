/// This is the first part of a JSON Web Token: base64url of a JSON object that names its algorithm.
enum JWTHeader {
  static func isValid(_ value: Span<UInt8>) -> Bool {
    let end = ByteSearch.first(of: UInt8(ascii: "."), or: UInt8(ascii: "."), in: value, from: 0)
    guard end < value.count, let decoded = Base64.decode(value.extracting(0..<end)) else { return false }
    return namesAlgorithm(decoded.span)
  }

  private static func namesAlgorithm(_ json: Span<UInt8>) -> Bool {
    var tokenizer = JSONTokenizer(position: 0)
    guard case .beginObject = tokenizer.next(json) else { return false }
    var hasAlgorithm = false
    while true {
      switch tokenizer.next(json) {
      case .key:
        let key = tokenizer.skipString(json)
        if tokenizer.depth == 1, PathText.string(json.extracting(key)) == "alg" { hasAlgorithm = true }
      case .string: _ = tokenizer.skipString(json)
      case .finished: return hasAlgorithm && !tokenizer.isMalformed
      default: continue
      }
    }
  }
}
