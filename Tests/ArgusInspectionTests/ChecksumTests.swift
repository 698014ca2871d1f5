import ArgusInspection
import ArgusRules
import Foundation
import Testing

/// CRC-32 bit by bit, as the definition says it: the oracle for the table-driven one.
func slowCRC32(_ text: String) -> UInt32 {
  var remainder: UInt32 = .max
  for byte in text.utf8 {
    remainder ^= UInt32(byte)
    for _ in 0..<8 { remainder = remainder & 1 == 0 ? remainder >> 1 : (remainder >> 1) ^ 0xEDB8_8320 }
  }
  return ~remainder
}

func digits(_ value: UInt32, _ alphabet: String, _ width: Int) -> String {
  let alphabet = Array(alphabet)
  var value = Int(value)
  var text = ""
  for _ in 0..<width {
    text = String(alphabet[value % alphabet.count]) + text
    value /= alphabet.count
  }
  return text
}

extension ChecksumKind {
  func verifies(_ text: String) -> Bool { verifies(Array(text.utf8).span) }
}

@Suite struct ChecksumTests {
  private static let base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
  private static let base36 = "0123456789abcdefghijklmnopqrstuvwxyz"

  private static func body(_ count: Int, seed: UInt64) -> String {
    var generator = SeededGenerator(seed: seed)
    let alphabet = Array(base62)
    return String((0..<count).map { _ in alphabet[Int.random(in: 0..<62, using: &generator)] })
  }

  @Test func theOracleIsCRC32() { #expect(slowCRC32("123456789") == 0xCBF4_3926) }

  @Test func publishedGitHubExampleVerifies() {
    #expect(ChecksumKind.githubCRC32.verifies("gh" + "p_" + "zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ" + "0mLq17"))
  }

  @Test(arguments: 0..<50)
  func tokensWithTheirOwnChecksumVerify(seed: Int) {
    let seed = UInt64(seed)
    for (kind, prefix, count) in [
      (ChecksumKind.githubCRC32, "gh" + "o_", 30), (.githubCRC32, "gh" + "r_", 70), (.npmCRC32, "np" + "m_", 30),
      (.vercelCRC32, "vc" + "p_", 50),
    ] {
      let body = Self.body(count, seed: seed)
      let token = prefix + body + digits(slowCRC32(body), Self.base62, 6)
      #expect(kind.verifies(token))
      expectNoNeighbourVerifies(kind, token, from: prefix.count)
    }
    let routable = "gl" + "pat-" + Self.body(30, seed: seed) + ".01.1a"
    let gitlab = routable + digits(slowCRC32(routable), Self.base36, 7)
    #expect(ChecksumKind.gitlabRoutableCRC32.verifies(gitlab))
    expectNoNeighbourVerifies(.gitlabRoutableCRC32, gitlab, from: 6)
    let zuploBody = Self.body(32, seed: seed).lowercased()
    let zuplo = "zp" + "ka_" + zuploBody + "_" + digits(slowCRC32(zuploBody), "0123456789abcdef", 8)
    #expect(ChecksumKind.zuploCRC32.verifies(zuplo))
    expectNoNeighbourVerifies(.zuploCRC32, zuplo, from: 5)
  }

  private func expectNoNeighbourVerifies(_ kind: ChecksumKind, _ token: String, from start: Int) {
    var changed = Array(token.utf8)
    for index in start..<changed.count where changed[index] != UInt8(ascii: "_") {
      let kept = changed[index]
      changed[index] = kept == UInt8(ascii: "4") ? UInt8(ascii: "5") : UInt8(ascii: "4")
      let verifies = kind.verifies(changed.span)
      #expect(!verifies, "\(kind) at \(index)")
      changed[index] = kept
    }
    #expect(!kind.verifies(String(token.dropLast())))
    #expect(!kind.verifies(token + "0"))
  }

  static let table: [(ChecksumKind, valid: [String], invalid: [String])] = [
    (
      .luhn, ["4111111111111111", "4111 1111-1111 1111", "378282246310005", "5555555555554444", "6011111111111117"],
      ["4111111111111112", "0000000000000000", "411111111111111", "1234567890123452", "4111x1111111111111", ""]
    ),
    (
      .ibanMod97, ["DE89370400440532013000", "GB82 WEST 1234 5698 7654 32", "NO9386011117947"],
      ["DE88370400440532013000", "DE8937040044053201300", "ZZ89370400440532013000", "gb82WEST12345698765432", ""]
    ),
    (.verhoeff, ["2363", "123451", "142-857 0"], ["2364", "2336", "3", "23a63", ""]),
    (
      .usSSN, ["078-05-1120", "899 99 9999", "219099999"],
      ["000-12-3456", "666-12-3456", "900-12-3456", "123-00-4567", "123-45-0000", "12-345-678", ""]
    ),
    (.nhsMod11, ["943 476 5919", "9434765919"], ["9434765918", "0000000000", "943476591", "943476591X"]),
    (
      .jwtHeader, ["eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.e30.x", "eyJhbGciOiJub25lIn0.e30."],
      ["eyJ0eXAiOiJKV1QifQ.e30.x", "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9", "bm90IGpzb24.e30.x", ".e30.x", "W10.a.b"]
    ),
    (
      .awsAccountID, ["AS" + "IAQNZGKIQY56JQ7WML", "AK" + "IAIOSFODNN7EXAMPLE"],
      ["AKIA7777777777777777", "AKIAQ0000000000000AA", "AKIAQNZGKIQY56JQ7WM", "AKIAQAAAAAAAAAAAAAAA"]
    ),
    (.base64, ["aGk=", "aGk", "-_-_", "+/+/"], ["", "a", "aGk==", "aG k", "+_+_", "aGk=x", "===="]),
    (
      .discordSnowflake, ["MTIzNDU2Nzg5MDEyMzQ1Njc4.Gabcde.x"],
      ["MTIzNDU2Nzg5MDEyMzQ1Njc4", "YWJjZGVmZ2hpamtsbW5vcHFy.G.x", "MTIzNDU2.G.x", ".G.x"]
    ),
    (.basicAuth, ["dXNlcjpwYXNz"], ["dXNlcg==", "OnBhc3M=", "dXNlcjo=", "not base64"]),
  ]

  @Test(arguments: table.indices)
  func structuresAreJudged(row: Int) {
    let (kind, valid, invalid) = Self.table[row]
    for text in valid { #expect(kind.verifies(text), "\(kind): \(text)") }
    for text in invalid { #expect(!kind.verifies(text), "\(kind): \(text)") }
  }

  private static func pem(_ label: String, _ bytes: [UInt8], end: String? = nil, newline: String = "\n") -> String {
    let body = Data(bytes).base64EncodedString()
    var lines = ["-----BEGIN \(label)-----"]
    var rest = Substring(body)
    while !rest.isEmpty {
      lines.append(String(rest.prefix(64)))
      rest = rest.dropFirst(64)
    }
    return (lines + ["-----END \(end ?? label)-----"]).joined(separator: newline)
  }

  @Test func privateKeyBlocksAreJudged() {
    let content = [UInt8](repeating: 7, count: 200)
    let der: [UInt8] = [0x30, 0x81, 200] + content
    let kind = ChecksumKind.pemDER
    let label = "PRIVATE" + " KEY"
    #expect(kind.verifies(Self.pem("RSA " + label, der)))
    #expect(kind.verifies(Self.pem(label, der, newline: "\r\n")))
    #expect(kind.verifies(Self.pem(label, der, newline: #"\n"#)))
    #expect(kind.verifies(Self.pem("OPENSSH " + label, Array("openssh-key-v1\0".utf8) + content)))
    #expect(kind.verifies(Self.pem("PGP " + label + " BLOCK", [0x95] + content)))
    #expect(!kind.verifies(Self.pem(label, der, end: "PUBLIC KEY")))
    #expect(!kind.verifies(Self.pem(label, [0x30, 0x81, 199] + content)))
    #expect(!kind.verifies(Self.pem(label, [])))
    #expect(!kind.verifies("-----BEGIN \(label)-----\n...\n-----END \(label)-----"))
    #expect(!kind.verifies("-----BEGIN \(label)-----"))
    let encrypted = Self.pem("RSA " + label, content).replacing(
      "-----\n", with: "-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\n", maxReplacements: 1)
    #expect(kind.verifies(encrypted))
  }
}
