import ArgusInspection
import ArgusRules

/// This is the making of mutants: which are possible, and what must be true of them, follows from the rule's own
/// pattern and checks.
struct MutantMaker {
  let rule: Rule
  /// By pattern: the lengths its value may have; nil where they are not known.
  private let lengths: [LengthSet?]
  private let literals: [[UInt8]?]

  init(_ rule: Rule) {
    self.rule = rule
    lengths = rule.patterns.map { LengthSet.ofValue(in: $0, rule.value) }
    literals = rule.patterns.map { pattern in
      guard let found = RequiredLiteral.longest(in: pattern.source, flags: pattern.flags), !found.caseless else {
        return nil
      }
      return found.literal.contains(where: Self.isLetter) ? found.literal : nil
    }
  }

  /// The mutants of `text`, in which `pattern` found `value` within `match`.
  func mutants(of text: [UInt8], pattern: Int, match: Range<Int>, value: Range<Int>) -> [Mutant] {
    guard !value.isEmpty, value.upperBound <= text.count, rule.patterns.indices.contains(pattern) else { return [] }
    let last = text[value.upperBound - 1]
    // Phrases and addresses have edges of their own: a letter more is another word, or no address.
    let isToken = !text[value].contains { $0 <= 0x20 }
    let isAddress = Self.find("://", in: text[value])
    var mutants: [Mutant] = []
    if let lengths = lengths[pattern], last < 0x80 {
      if !lengths.contains(value.count - 1) { mutants.append(short(text, value)) }
      if isToken, !lengths.contains(value.count + 1), let more = Self.sameClass(as: last) {
        mutants.append(inserting(more, at: value.upperBound, .long, text, value))
      }
    }
    mutants += checksums(text, value)
    if let literal = literals[pattern], let mutant = otherCase(literal, text, match, value) { mutants.append(mutant) }
    guard isToken else { return mutants }
    if Self.isWord(last), !mutants.contains(where: { $0.kind == .long }) {
      mutants.append(inserting(UInt8(ascii: "g"), at: value.upperBound, .glued, text, value))
    }
    let startsWord = value.lowerBound == 0 || !Self.isWord(text[value.lowerBound - 1])
    if Self.isWord(text[value.lowerBound]), startsWord, !isAddress {
      mutants.append(inserting(UInt8(ascii: "g"), at: value.lowerBound, .glued, text, value))
    }
    return mutants
  }

  private func short(_ text: [UInt8], _ value: Range<Int>) -> Mutant {
    var shorter = text
    shorter.remove(at: value.upperBound - 1)
    return Mutant(kind: .short, text: shorter, place: value.lowerBound..<(value.upperBound - 1))
  }

  private func inserting(
    _ byte: UInt8, at index: Int, _ kind: MutantKind, _ text: [UInt8], _ value: Range<Int>
  ) -> Mutant {
    var longer = text
    longer.insert(byte, at: index)
    let shift = index == value.lowerBound ? 1 : 0
    return Mutant(
      kind: kind, text: longer, place: value.lowerBound..<(value.upperBound + 1),
      original: (value.lowerBound + shift)..<(value.upperBound + shift))
  }

  /// The last character that can be changed without leaving its class, changed so that the checksum fails.
  private func checksums(_ text: [UInt8], _ value: Range<Int>) -> [Mutant] {
    rule.checks.compactMap { check in
      guard case .checksum(let kind) = check, kind.detectsAnyEdit, kind.verifies(text[value].span),
        let index = text[value].lastIndex(where: { Self.sameClass(as: $0) != nil })
      else { return nil }
      var wrong = text
      for candidate in Self.neighbours(of: text[index]) {
        wrong[index] = candidate
        if !kind.verifies(wrong[value].span) { return Mutant(kind: .checksum, text: wrong, place: value) }
      }
      return nil
    }
  }

  private func otherCase(_ literal: [UInt8], _ text: [UInt8], _ match: Range<Int>, _ value: Range<Int>) -> Mutant? {
    var other = text
    var hasChanged = false
    var index = match.lowerBound
    while index + literal.count <= match.upperBound {
      if text[index...].starts(with: literal) {
        for position in index..<(index + literal.count) where Self.isLetter(text[position]) { other[position] ^= 0x20 }
        hasChanged = true
        index += literal.count
      } else {
        index += 1
      }
    }
    return hasChanged ? Mutant(kind: .wrongCase, text: other, place: match) : nil
  }

  // MARK: - Characters

  private static func find(_ needle: String, in text: ArraySlice<UInt8>) -> Bool {
    let needle = Array(needle.utf8)
    return text.indices.contains { text[$0...].starts(with: needle) }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) && byte < 0x80
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

  private static func isWord(_ byte: UInt8) -> Bool { isLetter(byte) || isDigit(byte) || byte == UInt8(ascii: "_") }

  /// A character that stands wherever `byte` may: a digit, or a letter of the same case that is hexadecimal, too.
  private static func sameClass(as byte: UInt8) -> UInt8? {
    if isDigit(byte) { return UInt8(ascii: "7") }
    guard isLetter(byte) else { return nil }
    return byte & 0x20 == 0 ? UInt8(ascii: "B") : UInt8(ascii: "b")
  }

  private static func neighbours(of byte: UInt8) -> [UInt8] {
    let all =
      isDigit(byte) ? Array(UInt8(ascii: "0")...UInt8(ascii: "9")) : Array(UInt8(ascii: "a")...UInt8(ascii: "f"))
    let cased = isLetter(byte) && byte & 0x20 == 0 ? all.map { $0 & ~0x20 } : all
    return cased.filter { $0 != byte }
  }
}
