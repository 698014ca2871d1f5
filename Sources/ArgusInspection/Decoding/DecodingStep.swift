/// This is one way in which a text can be hidden in another; the raw names are an interface (`docs/decoding.md`).
enum DecodingStep: UInt8, Sendable, CaseIterable {
  case base64 = 1
  case base64url, hex, percent, unicodeEscape, jsonString, html, utf16, gzip, dataURI, invisible, tags, compatibility,
    ansi, joined

  var name: String {
    switch self {
    case .base64: "base64"
    case .base64url: "base64url"
    case .hex: "hex"
    case .percent: "percent"
    case .unicodeEscape: "unicode-escape"
    case .jsonString: "json-string"
    case .html: "html"
    case .utf16: "utf-16"
    case .gzip: "gzip"
    case .dataURI: "data-uri"
    case .invisible: "invisible"
    case .tags: "tags"
    case .compatibility: "compatibility"
    case .ansi: "ansi"
    case .joined: "joined"
    }
  }
}

/// This is up to eight steps in order, outermost first, in one word.
struct DecodingChain: Sendable, Hashable {
  private var packed: UInt64 = 0

  init(_ steps: DecodingStep...) {
    for step in steps.reversed() { self = prefixed(by: step) }
  }

  var isEmpty: Bool { packed == 0 }
  var names: [String] { steps.map(\.name) }
  var last: DecodingStep? { steps.last }

  var steps: [DecodingStep] {
    var steps: [DecodingStep] = []
    var rest = packed
    while rest != 0 {
      if let step = DecodingStep(rawValue: UInt8(truncatingIfNeeded: rest)) { steps.append(step) }
      rest >>= 8
    }
    return steps
  }

  /// This chain with `step` before it; what would be a ninth step falls off the end.
  func prefixed(by step: DecodingStep) -> DecodingChain {
    var chain = self
    chain.packed = packed << 8 | UInt64(step.rawValue)
    return chain
  }

  /// This chain with `other` before it.
  func prefixed(by other: DecodingChain) -> DecodingChain {
    var chain = self
    for step in other.steps.reversed() { chain = chain.prefixed(by: step) }
    return chain
  }

  /// As it stands behind a path: `[base64][gzip]`.
  var pathSuffix: String { names.map { "[\($0)]" }.joined() }
}
