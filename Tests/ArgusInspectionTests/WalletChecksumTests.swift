import ArgusInspection
import ArgusRules
import Testing

/// Known answers are the test vectors of the formats' own specifications, in pieces.
@Suite struct WalletChecksumTests {
  private static func joined(_ pieces: [String]) -> String { pieces.joined() }

  @Test(arguments: [
    // Genesis block's address, a wallet import format key of the specification, the first extended key of BIP 32.
    ["1A1z", "P1eP5QGefi2DMPTfTL5SLmv7DivfNa"], ["5HueCGU8rMjx", "EXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ"],
    [
      "xprv9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPPqjiCh",
      "kVvvNKmPGJxWUtg6LnF5kejMRNNU3TGtRBeJgk33yuGBxrMPHi",
    ],
  ])
  func publishedBase58checkValuesVerify(_ pieces: [String]) {
    let value = Self.joined(pieces)
    #expect(ChecksumKind.base58check.verifies(value))
    expectNoNeighbour(.base58check, value, "123456789ABCDEFGHJKLMNPQRSTUVWXYZ")
  }

  @Test(arguments: [
    ["A12", "UEL5L"], ["abcdef1qpzry9x8gf2", "tvdw0s3jn54khce6mua7lmqqqxw"],
    ["bc1qw508d6qejx", "tdg4y5r3zarvary0c5xw7kv8f3t4"],
    ["A1", "LQFN3A"], ["bc1p0xlxvlhemja6c4dqv22uapct", "qupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0"],
    ["AGE-SECRET-KEY-1GFPYYSJZGFPYYSJ", "ZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX"],
  ])
  func publishedBech32ValuesVerify(_ pieces: [String]) {
    let value = Self.joined(pieces)
    #expect(ChecksumKind.bech32.verifies(value))
    let isUpper = value.uppercased() == value
    let alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
    expectNoNeighbour(.bech32, value, isUpper ? alphabet.uppercased() : alphabet)
  }

  @Test(arguments: ["a12UEL5L", "1qzzfhee", "10a06t8", "a1", "A1LQFN", "x1b4n0q5v", ""])
  func whatBIP173RefusesIsRefused(_ value: String) { #expect(!ChecksumKind.bech32.verifies(value)) }

  @Test(arguments: [
    ["0x5aAeb6053F3E94C9b9", "A09f33669435E7Ef1BeAed"], ["0xfB6916095ca1df60bB", "79Ce92cE3Ea74c37c5d359"],
    ["0xdbF03B407c01E7cD3C", "Bea99509d93f8DDDC8C6FB"], ["0xD1220A0cf47c7B9Be7", "A2E6BA89F429762e7b9aDb"],
  ])
  func publishedEthereumAddressesVerify(_ pieces: [String]) {
    let value = Self.joined(pieces)
    #expect(ChecksumKind.eip55.verifies(value))
    // One letter in the other case, and the whole in one.
    for (index, letter) in value.enumerated() where index > 1 && letter.isLetter {
      var swapped = Array(value)
      swapped[index] = letter.isUppercase ? Character(letter.lowercased()) : Character(letter.uppercased())
      #expect(!ChecksumKind.eip55.verifies(String(swapped)))
    }
    #expect(!ChecksumKind.eip55.verifies(value.lowercased()))
    #expect(!ChecksumKind.eip55.verifies(String(value.dropLast())))
  }

  @Test(arguments: 0..<20)
  func confluentSecretsWithTheirOwnChecksumVerify(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    let body = String((0..<54).map { _ in alphabet[Int.random(in: 0..<64, using: &generator)] })
    let checksum = slowCRC32(body)
    var bits = UInt64(checksum.byteSwapped) << 4
    var tail = ""
    for _ in 0..<6 {
      tail = String(alphabet[Int(bits & 63)]) + tail
      bits >>= 6
    }
    let token = "cf" + "lt" + body + tail
    #expect(ChecksumKind.confluentCRC32.verifies(token))
    expectNoNeighbour(.confluentCRC32, token, "ABCDEFGHIJKLMNOP")
  }

  /// No value that differs in one character behind the first four passes.
  private func expectNoNeighbour(_ kind: ChecksumKind, _ value: String, _ alphabet: String) {
    let characters = Array(value)
    for index in stride(from: value.count - 1, to: 3, by: -3) where characters[index] != "1" {
      for other in alphabet.prefix(8) where other != characters[index] {
        var changed = characters
        changed[index] = other
        #expect(!kind.verifies(String(changed)), "\(index)")
      }
    }
  }
}
