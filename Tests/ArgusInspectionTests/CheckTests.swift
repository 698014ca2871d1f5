import ArgusInspection
import ArgusRules
import Testing

@Suite struct CheckTests {
  private func passes(_ check: Check, _ text: String) -> Bool { check.passes(Array(text.utf8).span) }

  @Test func entropyIsMeasuredInBitsPerByte() {
    #expect(passes(.entropy(min: 2), "abcd"))
    #expect(!passes(.entropy(min: 2.01), "abcd"))
    #expect(passes(.entropy(min: 0), ""))
    #expect(!passes(.entropy(min: 0.1), "aaaa"))
    #expect(passes(.entropy(min: 3.99), "0123456789abcdef"))
  }

  @Test func lengthIsInclusive() {
    #expect(passes(.length(min: 3, max: 4), "abc"))
    #expect(passes(.length(min: 3, max: 4), "abcd"))
    #expect(!passes(.length(min: 3, max: 4), "ab"))
    #expect(!passes(.length(min: 3, max: 4), "abcde"))
    #expect(passes(.length(min: nil, max: nil), ""))
  }

  @Test func characterClassesAreCounted() {
    let check = Check.characters(digits: 2, upper: 1, lower: 1, special: 1)
    #expect(passes(check, "aB-12"))
    #expect(!passes(check, "aB-1"))
    #expect(!passes(check, "ab-12"))
    #expect(!passes(check, "AB-12"))
    #expect(!passes(check, "aBc12"))
  }

  @Test func excludedWordsAreFoundWithoutCase() {
    let check = Check.not(.init(words: ["Example", "changeme"]))
    #expect(!passes(check, "myEXAMPLEkey"))
    #expect(!passes(check, "ChangeMe"))
    #expect(passes(check, "exampl"))
    #expect(passes(check, ""))
  }

  @Test func hashesAndIdentifiersAreRecognised() {
    let hash = Check.not(.init(hashLike: true))
    #expect(!passes(hash, String(repeating: "0a", count: 20)))
    #expect(passes(hash, String(repeating: "0a", count: 21)))
    #expect(passes(hash, String(repeating: "0g", count: 20)))
    let uuid = Check.not(.init(uuid: true))
    #expect(!passes(uuid, "123e4567-e89b-12d3-a456-426614174000"))
    #expect(passes(uuid, "123e4567-e89b-12d3-a456-42661417400"))
    #expect(passes(uuid, "123e4567ae89b-12d3-a456-426614174000"))
  }

  @Test(arguments: [
    "xxxxxxxxxxxx", "abcabcabcabc", "1234567890", "abcdefghijkl", "qwertyuiop", "0987654321", "zyxwvuts",
    "key-xxxxxxxxxxxxxxxx", "12345678-abcdefgh", "ABCDEFGHIJKLMNOP",
  ])
  func placeholdersAreRecognised(text: String) { #expect(!passes(.not(.init(placeholder: true)), text)) }

  @Test(arguments: ["a8Fk29LmQz71XcVbN3sW", "hunter2", "Tr0ub4dor&3", "correcthorsebattery", "9f86d081884c7d65", ""])
  func realLookingValuesAreNoPlaceholders(text: String) { #expect(passes(.not(.init(placeholder: true)), text)) }

  @Test func randomTokensAreHardlyEverPlaceholders() {
    var generator = SeededGenerator(seed: 5)
    let alphabet = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789".utf8)
    for _ in 0..<20_000 {
      let value = (0..<24).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &generator)] }
      let passes = Check.not(.init(placeholder: true)).passes(value.span)
      #expect(passes)
    }
  }
}
