import ArgusInspection
import ArgusProxy
import NIOCore
import Testing

@Suite(.timeLimit(.minutes(1)))
struct ContentEncodingTests {
  static let plain =
    "{\"messages\":[{\"role\":\"user\",\"content\":\"the value is \(ProxyHarness.redactable) and more\"}]}"
  static let redacted =
    "{\"messages\":[{\"role\":\"user\",\"content\":\"the value is [REDACTED:test_canary] and more\"}]}"

  /// ``plain`` in each coding.
  static let fixtures: [(coding: String, bytes: [UInt8])] = [
    (
      "gzip",
      hex(
        "1f8b0800000000000203ab56ca4d2d2e4e4c4f2d56b28aae562acacf4955b2522a2d4e2d52d2514acecf2b49cd2b010a"
          + "9464a42a9425e694a62a64162b383bfa390645ea1a381a3a19391bbb2824e6a528e4e617a52ad5c6d6020016d7128250"
          + "000000")
    ),
    (
      "deflate",
      hex(
        "78daab56ca4d2d2e4e4c4f2d56b28aae562acacf4955b2522a2d4e2d52d2514acecf2b49cd2b010a9464a42a9425e694"
          + "a62a64162b383bfa390645ea1a381a3a19391bbb2824e6a528e4e617a52ad5c6d602003c6e1a16")
    ),
    (
      "raw deflate",
      hex(
        "ab56ca4d2d2e4e4c4f2d56b28aae562acacf4955b2522a2d4e2d52d2514acecf2b49cd2b010a9464a42a9425e694a62a"
          + "64162b383bfa390645ea1a381a3a19391bbb2824e6a528e4e617a52ad5c6d60200")
    ),
    (
      "br",
      hex(
        "1b4f0000c4f296eaef321bb46fef654133136d649af1808b1fd18238eb466c828db1331df243e28354c0fd41ce608c12"
          + "0606b9b762dc35897fd23ea452a436ebc4a7a0319f2b4460427f7c")
    ),
    (
      "zstd",
      hex(
        "28b52ffd04588102007b226d65737361676573223a5b7b22726f6c65223a2275736572222c22636f6e74656e74223a22"
          + "7468652076616c75652069732043414e4152592d304131423243334420616e64206d6f7265227d5d7d666d5524")
    ),
  ]

  static func hex(_ text: String) -> [UInt8] {
    let digits = Array(text.utf8).map { $0 > 0x39 ? $0 - 0x57 : $0 - 0x30 }
    return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }

  /// A zstd frame of `blocks` runs of 128 KiB zeros, four bytes each.
  static func zstdBomb(blocks: Int) -> [UInt8] {
    var bytes: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0x00, 0x58]
    for block in 1...blocks {
      let header = (128 << 10) << 3 | 1 << 1 | (block == blocks ? 1 : 0)
      bytes += [UInt8(header & 0xFF), UInt8(header >> 8 & 0xFF), UInt8(header >> 16 & 0xFF), 0]
    }
    return bytes
  }

  static func post(_ body: [UInt8], coding: String) -> [UInt8] {
    Array(
      ("POST /v1/responses HTTP/1.1\r\nHost: p\r\nContent-Type: application/json\r\n\(coding)"
        + "Content-Length: \(body.count)\r\n\r\n").utf8) + body
  }

  private func decode(_ bytes: [UInt8], _ codings: String..., cap: Int = 1 << 20) throws -> String {
    let plain = try ContentDecoding.decode(
      ByteBuffer(bytes: bytes), codings: codings, limits: ContentDecoding.Limits(maximumOutputBytes: cap))
    return String(decoding: plain, as: UTF8.self)
  }

  private func fixture(_ coding: String) throws -> [UInt8] {
    try #require(Self.fixtures.first { $0.coding == coding }).bytes
  }

  @Test(arguments: ["gzip", "deflate", "raw deflate", "br", "zstd"])
  func codingIsUndone(name: String) throws {
    let coding = name == "raw deflate" ? "deflate" : name
    #expect(try decode(fixture(name), coding) == Self.plain)
  }

  @Test func stackedCodingsAreUndoneLastFirst() throws {
    let inner = try fixture("gzip")
    let outer: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0x00, 0x58] + Self.storedBlock(inner)
    #expect(try decode(outer, "gzip", "zstd") == Self.plain)
    #expect(throws: ContentDecoding.Failure.malformed("gzip")) { try decode(outer, "zstd", "gzip") }
  }

  private static func storedBlock(_ bytes: [UInt8]) -> [UInt8] {
    let header = bytes.count << 3 | 1
    return [UInt8(header & 0xFF), UInt8(header >> 8 & 0xFF), UInt8(header >> 16 & 0xFF)] + bytes
  }

  @Test func everyGzipMemberCounts() throws {
    let member = try fixture("gzip")
    #expect(try decode(member + member, "x-gzip") == Self.plain + Self.plain)
  }

  @Test(arguments: ["gzip", "deflate", "raw deflate", "br", "zstd"])
  func cutOrContinuedBodyIsMalformed(name: String) throws {
    let coding = name == "raw deflate" ? "deflate" : name
    let bytes = try fixture(name)
    #expect(throws: ContentDecoding.Failure.malformed(coding)) { try decode(Array(bytes.dropLast()), coding) }
    #expect(throws: ContentDecoding.Failure.malformed(coding)) {
      try decode(bytes + Array("plain text".utf8), coding)
    }
    #expect(throws: ContentDecoding.Failure.malformed(coding)) { try decode([], coding) }
  }

  @Test func wrongChecksumIsMalformed() throws {
    var bytes = try fixture("gzip")
    bytes[bytes.count - 6] ^= 1
    #expect(throws: ContentDecoding.Failure.malformed("gzip")) { try decode(bytes, "gzip") }
  }

  @Test func bombStopsAtTheRatioLongBeforeTheSize() {
    #expect(throws: ContentDecoding.Failure.tooLarge) {
      try decode(Self.zstdBomb(blocks: 512), "zstd", cap: 32 << 20)
    }
    #expect(throws: Never.self) { try decode(Self.zstdBomb(blocks: 8), "zstd", cap: 32 << 20) }
  }

  @Test func outputOverTheCapIsTooLarge() throws {
    let cap = Self.plain.utf8.count
    #expect(try decode(fixture("br"), "br", cap: cap) == Self.plain)
    #expect(throws: ContentDecoding.Failure.tooLarge) { try decode(fixture("br"), "br", cap: cap - 1) }
  }

  @Test func unknownOrTooManyCodingsAreRefused() {
    #expect(throws: ContentDecoding.Failure.unknownCoding) { try decode([1], "compress") }
    #expect(throws: ContentDecoding.Failure.tooManyCodings) { try decode([1], "br", "br", "br", "br", "br") }
  }

  @Test(arguments: [
    ("gzip", "Content-Encoding: gzip\r\n"), ("gzip", "Content-Encoding: X-GZIP\r\n"),
    ("zstd", "Content-Encoding: zstd\r\n"), ("br", "Content-Encoding: identity, br\r\n"),
    ("raw deflate", "Content-Encoding: deflate\r\n"),
  ])
  func redactedBodyLeavesPlainAndUndeclared(name: String, header: String) async throws {
    try await ProxyHarness.run { proxy in
      let client = try await proxy.connect()
      try await client.send(Self.post(try fixture(name), coding: header))
      let peer = try await proxy.upstream.accept()
      let forwarded = try await peer.readMessage()
      #expect(forwarded.text == Self.redacted)
      #expect(forwarded.values("content-encoding").isEmpty)
      await client.close()
    }
  }

  @Test func cleanEncodedBodyLeavesAsItCame() async throws {
    try await ProxyHarness.run { proxy in
      let body = Self.zstdBomb(blocks: 1)
      let client = try await proxy.connect()
      try await client.send(Self.post(body, coding: "Content-Encoding: zstd\r\n"))
      let peer = try await proxy.upstream.accept()
      let forwarded = try await peer.readMessage()
      #expect(forwarded.body == body)
      #expect(forwarded.value("content-encoding") == "zstd")
      await client.close()
    }
  }

  @Test(arguments: [
    ("lie", "Content-Encoding: gzip\r\n", Array("{}".utf8)),
    ("unknown", "Content-Encoding: aes128gcm\r\n", Array("{}".utf8)),
    ("bomb", "Content-Encoding: zstd\r\n", zstdBomb(blocks: 512)),
  ])
  func bodyThatCannotBeReadIsBlocked(name: String, header: String, body: [UInt8]) async throws {
    try await ProxyHarness.run { proxy in
      let client = try await proxy.connect()
      try await client.send(Self.post(body, coding: header))
      let answer = try await client.readMessage()
      #expect(answer.status == 400)
      #expect(answer.text.contains("argus_blocked"))
      #expect(proxy.upstream.connectionCount == 0)
      await client.close()
    }
  }

  @Test func bodyThatCannotBeReadIsForwardedWhereTheOperatorSaysSo() async throws {
    try await ProxyHarness.run(settings: InspectionSettings(uninspectable: .forward)) { proxy in
      let client = try await proxy.connect()
      try await client.send(Self.post(Array("{}".utf8), coding: "Content-Encoding: aes128gcm\r\n"))
      let peer = try await proxy.upstream.accept()
      #expect(try await peer.readMessage().text == "{}")
      try await peer.send(ProxyHarness.ok)
      #expect(try await client.readMessage().status == 200)
      await client.close()
    }
  }

  /// There is no header to take away, so the body cannot be rewritten.
  @Test func undeclaredCompressionIsSeenThroughAndBlocked() async throws {
    try await ProxyHarness.run { proxy in
      let client = try await proxy.connect()
      try await client.send(Self.post(try fixture("gzip"), coding: ""))
      #expect(try await client.readMessage().status == 400)
      #expect(proxy.upstream.connectionCount == 0)
      await client.close()
    }
  }
}
