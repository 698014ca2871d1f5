import ArgusRules
import Testing

@Suite struct RequiredLiteralTests {
  @Test(
    arguments: [
      ("abc", "abc"), ("ab?c", "a"), ("ab*cd", "cd"), ("ab+cd", "bcd"), ("ab{2}cd", "abbcd"), ("ab{0}cd", "cd"),
      ("ab{2,}cd", "bbcd"), ("(abc)?def", "def"), ("(abc)+de", "abcde"), ("(?:abc|abd)xyz", "xyz"), ("abc|abd", nil),
      (#"\bghp_[A-Za-z0-9]{36}\b"#, "ghp_"), (#"(?:^|[^A-Z])(AKIA[A-Z]{16})(?:[^A-Z]|$)"#, "AKIA"),
      (#"\Qa.b\E+c"#, "a.b"), ("(?x) ab c # comment", "abc"), ("(?=foobar)ba", "ba"), ("foo(?!bar)baz", "foobaz"),
      (#"(?<name>abc)\k<name>d"#, "abc"), (#"a\x2eb\.c"#, "a.b.c"), ("[a][.]b", "a.b"), ("a(?#hidden)+b", "ab"),
      ("sk-(?:live|test)_x", "sk-"), ("(?:sk-)(?:ant)-[a-z]", "sk-ant-"), ("a{x}b", "a{x}b"), ("", nil),
      ("[a-z]+", nil),
    ] as [(String, String?)])
  func theLongestLiteralIsFound(_ pattern: String, _ expected: String?) {
    let found = RequiredLiteral.longest(in: pattern, flags: [])
    #expect(found.map { String(decoding: $0.literal, as: UTF8.self) } == expected)
    #expect(found?.caseless != true)
  }

  @Test(
    arguments: [
      ("(?i)AbC-D", "abc-d"), ("(?i:ab)CD", "abcd"), ("[aA]b", "ab"), ("(?i)12-34", nil),
    ] as [(String, String?)])
  func caselessLiteralsAreInLowerCase(_ pattern: String, _ expected: String?) {
    let found = RequiredLiteral.longest(in: pattern, flags: [])
    #expect(found?.caseless == (expected != nil))
    if let expected { #expect(found.map { String(decoding: $0.literal, as: UTF8.self) } == expected) }
  }

  @Test func flagsOfTheRuleCount() {
    #expect(RequiredLiteral.longest(in: "Ab", flags: .caseless)?.caseless == true)
    #expect(RequiredLiteral.longest(in: "a b", flags: .extended)?.literal == Array("ab".utf8))
  }

  @Test(arguments: [
    "(*UTF)abc", #"abc\Kdef"#, "(?(1)a|b)", "a{,3}b", "(abc", "abc)", #"abc\"#, "[abc", "(?C1)abc", "(?xx)abc",
    #"a\12b"#, "*abc", "(?<n>a", "a{2}{3}", "(?x)a+ +b",
  ])
  func whatIsNotUnderstoodHasNoLiteral(_ pattern: String) {
    #expect(RequiredLiteral.longest(in: pattern, flags: []) == nil)
    #expect(RequiredLiteral.anyOf(in: pattern, flags: []) == nil)
  }

  @Test func alternativesAndSmallClassesAreSpeltOut() {
    #expect(texts("gh[pous]_[A-Za-z0-9]{36}") == ["gho_", "ghp_", "ghs_", "ghu_"])
    #expect(texts("sk-(?:live|test)_") == ["sk-live_", "sk-test_"])
    #expect(texts("(?:AKIA|ASIA)[A-Z2-7]{16}") == ["AKIA", "ASIA"])
    #expect(texts("colou?r=") == ["color=", "colour="])
    #expect(texts("abc|[a-z]") == nil)
  }

  @Test func deepNestingIsNotFollowed() {
    let pattern = String(repeating: "(", count: 100_000) + "a" + String(repeating: ")", count: 100_000)
    #expect(RequiredLiteral.longest(in: pattern, flags: []) == nil)
  }

  @Test func hostilePatternsTakeNoTime() {
    for piece in ["{", "{1", "[", "(?#", "a{65535}", "(a|b)", "[ab]", #"\Q"#, "(?:a|"] {
      let pattern = String(repeating: piece, count: 1_000)
      let found = RequiredLiteral.anyOf(in: pattern, flags: [])
      #expect((found?.count ?? 0) <= RequiredLiteral.alternativeLimit)
    }
  }

  @Test(arguments: 0..<10)
  func everyTextAPatternDescribesContainsItsLiteral(_ seed: UInt64) {
    var random = SplitMix(state: seed &+ 77)
    for _ in 0..<400 {
      let pattern = RandomPattern(depth: 3, &random)
      let longest = RequiredLiteral.longest(in: pattern.source, flags: [])
      let anyOf = RequiredLiteral.anyOf(in: pattern.source, flags: [])
      for _ in 0..<6 {
        let text = pattern.sample(&random)
        if let longest {
          #expect(contains(text, longest), "\(pattern.source) describes \(text)")
        }
        if let anyOf {
          #expect(anyOf.contains { contains(text, $0) }, "\(pattern.source) describes \(text)")
        }
      }
    }
  }

  private func texts(_ pattern: String) -> [String]? {
    RequiredLiteral.anyOf(in: pattern, flags: [])?.map { String(decoding: $0.literal, as: UTF8.self) }.sorted()
  }

  private func contains(_ text: String, _ literal: (literal: [UInt8], caseless: Bool)) -> Bool {
    let bytes = Array((literal.caseless ? text.lowercased() : text).utf8)
    return bytes.indices.contains { bytes[$0...].starts(with: literal.literal) }
  }
}

/// This is a random pattern together with the texts it describes, so that soundness is tested without an engine.
private indirect enum RandomPattern {
  case text(Character)
  case oneOf([Character])
  case sequence([RandomPattern])
  case either([RandomPattern])
  case repeated(RandomPattern, Int, Int, spelling: String)
  case caseless(RandomPattern)
  case nothing(String)

  init(depth: Int, _ random: inout some RandomNumberGenerator) {
    let letters = Array("abcXY-_")
    switch Int.random(in: 0..<(depth == 0 ? 3 : 8), using: &random) {
    case 0, 1: self = .text(letters.randomElement(using: &random) ?? "a")
    case 2: self = .oneOf(Array(Set((0..<2).compactMap { _ in letters.randomElement(using: &random) })).sorted())
    case 3:
      self = .either((0..<Int.random(in: 2...3, using: &random)).map { _ in Self(depth: depth - 1, &random) })
    case 4:
      let forms = [
        ("?", 0, 1), ("*", 0, 3), ("+", 1, 3), ("{2}", 2, 2), ("{1,2}", 1, 2), ("{2,}", 2, 4), ("{0}", 0, 0),
        ("+?", 1, 3), ("*+", 0, 3),
      ]
      let form = forms.randomElement(using: &random) ?? ("+", 1, 1)
      self = .repeated(Self(depth: depth - 1, &random), form.1, form.2, spelling: form.0)
    case 5: self = .caseless(Self(depth: depth - 1, &random))
    case 6: self = .nothing(["(?#note)", #"\E"#, "(?!zzz)", "(?<!zzz)", "(?:)"].randomElement(using: &random) ?? "")
    default:
      self = .sequence((0..<Int.random(in: 1...4, using: &random)).map { _ in Self(depth: depth - 1, &random) })
    }
  }

  var source: String {
    switch self {
    case .text(let character): character == "-" ? #"\-"# : String(character)
    case .oneOf(let characters): "[" + characters.map { $0 == "-" ? #"\-"# : String($0) }.joined() + "]"
    case .sequence(let parts): parts.map(\.source).joined()
    case .either(let parts): "(?:" + parts.map(\.source).joined(separator: "|") + ")"
    case .repeated(let part, _, _, let spelling): "(\(part.source))" + spelling
    case .caseless(let part): "(?i:\(part.source))"
    case .nothing(let spelling): spelling
    }
  }

  func sample(_ random: inout some RandomNumberGenerator, caseless: Bool = false) -> String {
    switch self {
    case .text(let character):
      let text = String(character)
      return caseless && Bool.random(using: &random)
        ? (text.uppercased() == text ? text.lowercased() : text.uppercased()) : text
    case .oneOf(let characters): return characters.randomElement(using: &random).map(String.init) ?? ""
    case .sequence(let parts): return parts.map { $0.sample(&random, caseless: caseless) }.joined()
    case .either(let parts): return parts.randomElement(using: &random)?.sample(&random, caseless: caseless) ?? ""
    case .repeated(let part, let low, let high, _):
      return (0..<Int.random(in: low...high, using: &random)).map { _ in part.sample(&random, caseless: caseless) }
        .joined()
    case .caseless(let part): return part.sample(&random, caseless: true)
    case .nothing: return ""
    }
  }
}
