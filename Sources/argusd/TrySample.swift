import ArgusDaemon
import ArgusReports
import ArgusRules
import FoundationEssentials

/// The request that `argusd try` sends.
struct TrySample: Sendable {
  /// A Messages request whose text holds the secret.
  let body: String

  init(text: String?) {
    let content = text ?? "Why does the deploy fail? The log says GITHUB_TOKEN=\(Self.madeUpToken())"
    body =
      "{\"model\":\"claude-sonnet-4-5\",\"max_tokens\":64,\"messages\":[{\"role\":\"user\",\"content\":\(JSONValue.quoted(content))}]}"
  }

  func send(through client: LocalHTTPClient) async throws -> TryResult {
    let answer = try await client.send(
      "POST", "/_upstream/loopback/v1/messages", headers: [("content-type", "application/json")],
      body: Array(body.utf8))
    guard answer.status == 200 else {
      let refusal = try? JSONDecoder().decode(Refusal.self, from: Data(answer.body))
      return .refused(status: answer.status, message: refusal?.error.message ?? "no reason given")
    }
    let echo = try JSONDecoder().decode(Echo.self, from: Data(answer.body))
    return .left(String(decoding: Data(base64Encoded: echo.bodyBase64) ?? Data(), as: UTF8.self))
  }

  private struct Echo: Decodable {
    var bodyBase64: String
    enum CodingKeys: String, CodingKey { case bodyBase64 = "body_base64" }
  }

  private struct Refusal: Decodable {
    struct Reason: Decodable { var message: String }
    var error: Reason
  }

  /// A token in GitHub's classic form, checksum included, that nobody ever issued.
  private static func madeUpToken() -> String {
    let digits = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
    let letters = (0..<30).map { _ in digits.randomElement() ?? "0" }
    var crc: UInt32 = 0xFFFF_FFFF
    for letter in letters {
      crc ^= UInt32(letter.asciiValue ?? 0)
      for _ in 0..<8 { crc = crc & 1 == 1 ? (crc >> 1) ^ 0xEDB8_8320 : crc >> 1 }
    }
    crc = ~crc
    var checksum: [Character] = []
    for _ in 0..<6 {
      checksum.insert(digits[Int(crc % 62)], at: 0)
      crc /= 62
    }
    return "ghp_" + String(letters) + String(checksum)
  }
}

enum TryResult: Sendable {
  /// What the upstream received.
  case left(String)
  case refused(status: Int, message: String)
}
